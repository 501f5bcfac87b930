import unittest

from aws import RefusalCase, balancer, client, forward, fresh, listener, network, security_group, target_group

elb, ec2, s3 = client("elbv2"), client("ec2"), client("s3")


class LoadBalancers(RefusalCase):
    def test_a_target_group_in_use(self):
        by_listener, by_rule, free = target_group(), target_group(), target_group()
        load_balancer = balancer()
        arn = listener(load_balancer, forward(by_listener))
        path = [{"Field": "path-pattern", "Values": ["/api/*"]}]
        rule = elb.create_rule(ListenerArn=arn, Priority=1, Conditions=path, Actions=forward(by_rule, free))["Rules"][0]
        for group in (by_listener, by_rule, free):
            words = "is currently in use by a listener or a rule"
            self.refused("ResourceInUse", words, elb.delete_target_group, TargetGroupArn=group)
        elb.delete_rule(RuleArn=rule["RuleArn"])
        elb.delete_target_group(TargetGroupArn=by_rule)
        elb.modify_listener(ListenerArn=arn, DefaultActions=forward(free))
        elb.delete_target_group(TargetGroupArn=by_listener)

    def test_names_that_are_taken(self):
        load_balancer = balancer(Scheme="internal")
        name = elb.describe_load_balancers(LoadBalancerArns=[load_balancer])["LoadBalancers"][0]["LoadBalancerName"]
        subnets = [network()[1][0], network()[1][2]]
        self.refused("DuplicateLoadBalancerName", "", elb.create_load_balancer, Name=name, Subnets=subnets)
        group = elb.describe_target_groups(TargetGroupArns=[target_group()])["TargetGroups"][0]["TargetGroupName"]
        other = {"Protocol": "HTTP", "Port": 81, "TargetType": "ip", "VpcId": network()[0]}
        self.refused("DuplicateTargetGroupName", "", elb.create_target_group, Name=group, **other)

    def test_one_zone(self):
        words = "At least two subnets in two different Availability Zones must be specified"
        create, same_zone = elb.create_load_balancer, network()[1][:2]
        self.refused("ValidationError", words, create, Name=fresh("lb"), Subnets=same_zone)
        self.refused("ValidationError", words, elb.set_subnets, LoadBalancerArn=balancer(), Subnets=same_zone)

    def test_deletion_protection(self):
        arn = balancer()
        protect = {"LoadBalancerArn": arn, "Attributes": [{"Key": "deletion_protection.enabled", "Value": "true"}]}
        elb.modify_load_balancer_attributes(**protect)
        words = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        self.refused("OperationNotPermitted", words, elb.delete_load_balancer, LoadBalancerArn=arn)
        protect["Attributes"][0]["Value"] = "false"
        elb.modify_load_balancer_attributes(**protect)
        elb.delete_load_balancer(LoadBalancerArn=arn)

    def test_access_logs_want_a_bucket_that_admits_them(self):
        name = fresh("logs")
        s3.create_bucket(Bucket=name)
        attributes = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": name}
        wanted = {
            "LoadBalancerArn": balancer(),
            "Attributes": [{"Key": key, "Value": value} for key, value in attributes.items()],
        }
        words = f"Access Denied for bucket: {name}. Please check S3bucket permission"
        self.refused("InvalidConfigurationRequest", words, elb.modify_load_balancer_attributes, **wanted)
        statement = (
            '{"Effect": "Allow", "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}, '
            f'"Action": "s3:PutObject", "Resource": "arn:aws:s3:::{name}/*"}}'
        )
        s3.put_bucket_policy(Bucket=name, Policy=f'{{"Version": "2012-10-17", "Statement": [{statement}]}}')
        elb.modify_load_balancer_attributes(**wanted)


class Networks(RefusalCase):
    def test_a_security_group_of_something(self):
        group = security_group()
        arn = balancer(SecurityGroups=[group])
        words = f"resource {group} has a dependent object"
        self.refused("DependencyViolation", words, ec2.delete_security_group, GroupId=group)
        elb.delete_load_balancer(LoadBalancerArn=arn)
        ec2.delete_security_group(GroupId=group)

    def test_a_security_group_that_a_rule_names(self):
        group, other = security_group(), security_group()
        pair = [{"GroupId": group}]
        permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": pair}
        ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[permission])
        self.refused("DependencyViolation", "has a dependent object", ec2.delete_security_group, GroupId=group)
        ec2.revoke_security_group_ingress(GroupId=other, IpPermissions=[permission])
        ec2.delete_security_group(GroupId=group)

    def test_a_group_twice(self):
        group = {"GroupName": fresh("group"), "Description": "Twice", "VpcId": network()[0]}
        ec2.create_security_group(**group)
        self.refused("InvalidGroup.Duplicate", "", ec2.create_security_group, **group)

    def test_a_subnet_with_something_in_it(self):
        vpc = network()[0]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.9.0/24", AvailabilityZone="us-east-1b")["Subnet"]["SubnetId"]
        both = [network()[1][0], subnet]
        arn = elb.create_load_balancer(Name=fresh("lb"), Subnets=both)["LoadBalancers"][0]["LoadBalancerArn"]
        words = f"The subnet '{subnet}' has dependencies and cannot be deleted."
        self.refused("DependencyViolation", words, ec2.delete_subnet, SubnetId=subnet)
        elb.set_subnets(LoadBalancerArn=arn, Subnets=[network()[1][0], network()[1][2]])
        ec2.delete_subnet(SubnetId=subnet)


if __name__ == "__main__":
    unittest.main()
