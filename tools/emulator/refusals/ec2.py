"""Security groups and subnets in use. moto has no network interface of what runs in a network: who is in it is asked instead.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
"""

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend as Backend
from moto.ecs.models import ecs_backends
from moto.elasticache.models import elasticache_backends
from moto.elbv2.models import elbv2_backends
from moto.rds.models import rds_backends

from .common import before


def apply():
    before(Backend, "delete_security_group", delete_security_group)
    before(Backend, "delete_subnet", delete_subnet)


def delete_security_group(self, name=None, group_id=None):
    group = self.get_security_group_by_name_or_id(group_id or name)
    if group is None:
        return
    if group.id in groups_in_use(self) or is_named_by_another(self, group):
        raise DependencyViolationError(f"resource {group.id} has a dependent object")


def delete_subnet(self, subnet_id):
    if subnet_id in subnets_in_use(self):
        raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")


def place(backend):
    return backend.account_id, backend.region_name


def is_named_by_another(self, group):
    others = (other for in_vpc in self.groups.values() for other in in_vpc.values() if other.id != group.id)
    return any(
        rule.source_group.get("GroupId") == group.id
        for other in others
        for rule in [*other.ingress_rules, *other.egress_rules]
    )


def running_services(self):
    account, region = place(self)
    for service in ecs_backends[account][region].services.values():
        if service.status == "ACTIVE":
            network = getattr(service, "network_configuration", None) or {}
            yield network.get("awsvpcConfiguration") or {}


def endpoints(self):
    return [one for one in self.vpc_end_points.values() if one.state != "deleted"]


def groups_in_use(self):
    account, region = place(self)
    for balancer in elbv2_backends[account][region].load_balancers.values():
        yield from balancer.security_groups or []
    for instance in rds_backends[account][region].databases.values():
        yield from instance.vpc_security_group_ids or []
    for group in elasticache_backends[account][region].replication_groups.values():
        yield from group.security_group_ids or []
    for network in running_services(self):
        yield from network.get("securityGroups") or []
    for endpoint in endpoints(self):
        yield from endpoint.security_group_ids or []


def subnets_in_use(self):
    account, region = place(self)
    for balancer in elbv2_backends[account][region].load_balancers.values():
        yield from (subnet.id for subnet in balancer.subnets)
    for network in running_services(self):
        yield from network.get("subnets") or []
    for endpoint in endpoints(self):
        yield from endpoint.subnet_ids or []
    for gateway in self.nat_gateways.values():
        if gateway.state != "deleted":
            yield gateway.subnet_id
