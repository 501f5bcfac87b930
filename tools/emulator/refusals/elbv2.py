"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html"""

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend as Backend
from moto.elbv2.models import elbv2_backends
from moto.s3.models import s3_backends

from .common import before


def apply():
    before(Backend, "delete_target_group", delete_target_group)
    before(Backend, "delete_load_balancer", delete_load_balancer)
    before(Backend, "modify_load_balancer_attributes", modify_load_balancer_attributes)
    before(Backend, "set_subnets", set_subnets)
    before(Backend, "create_load_balancer", create_load_balancer)


def target_groups_of(actions):
    for action in actions:
        data = getattr(action, "data", action)
        if data.get("TargetGroupArn"):
            yield data["TargetGroupArn"]
        for group in (data.get("ForwardConfig") or {}).get("TargetGroups") or []:
            yield group["TargetGroupArn"]


def forwarding_load_balancer(account, region, target_group_arn):
    """The load balancer that has a listener or a rule which forwards to a group."""
    for balancer in elbv2_backends[account][region].load_balancers.values():
        for listener in balancer.listeners.values():
            actions = [*listener.default_actions]
            for rule in listener.rules.values():
                actions.extend(rule.actions)
            if target_group_arn in target_groups_of(actions):
                return balancer
    return None


def delete_target_group(self, target_group_arn):
    if forwarding_load_balancer(self.account_id, self.region_name, target_group_arn):
        raise ELBClientError(
            "ResourceInUse", f"Target group '{target_group_arn}' is currently in use by a listener or a rule"
        )


def delete_load_balancer(self, arn):
    balancer = self.load_balancers.get(arn)
    if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
        raise ELBClientError(
            "OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        )


def modify_load_balancer_attributes(self, arn, attrs):
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"""
    if attrs.get("access_logs.s3.enabled") != "true":
        return
    name = attrs.get("access_logs.s3.bucket")
    bucket = s3_backends[self.account_id]["aws"].buckets.get(name)
    policy = bucket.policy.decode() if bucket and bucket.policy else ""
    rules = str(getattr(bucket, "encryption", None) or "")
    if "s3:PutObject" not in policy or "aws:kms" in rules:
        raise ELBClientError(
            "InvalidConfigurationRequest", f"Access Denied for bucket: {name}. Please check S3bucket permission"
        )


def create_load_balancer(self, **given):
    name = given["name"]
    for other in self.load_balancers.values():
        if other.name == name and (other.scheme, [one.id for one in other.subnets]) != (given["scheme"], given["subnet_ids"]):
            raise ELBClientError(
                "DuplicateLoadBalancerName", f"A load balancer with the same name '{name}' exists, but with different settings"
            )
    if (given.get("loadbalancer_type") or "application") == "application":
        check_zones(self, given.get("subnet_ids") or [mapping["SubnetId"] for mapping in given.get("subnet_mappings") or []])


def set_subnets(self, arn, subnets, subnet_mappings):
    balancer = self.load_balancers.get(arn)
    if balancer and balancer.type == "application":
        check_zones(self, subnets or [mapping["SubnetId"] for mapping in subnet_mappings])


def check_zones(self, subnet_ids):
    subnets = [self.ec2_backend.get_subnet(one) for one in subnet_ids]
    # One that is not there is moto's to refuse.
    if subnets and all(subnets) and len({one.availability_zone for one in subnets}) < 2:
        raise ELBClientError(
            "ValidationError", "At least two subnets in two different Availability Zones must be specified"
        )
