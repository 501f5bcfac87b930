"""Says what would keep an environment in the emulator from serving, a line each; says nothing when all is well."""

import json
import os

import boto3


def client(service):
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="us-east-1", **keys)


ecs, elb, ec2, rds, cache = (client(name) for name in ("ecs", "elbv2", "ec2", "rds", "elasticache"))
logs, secrets = client("logs"), client("secretsmanager")


def check(holds, problem):
    if not holds:
        print(problem)


def forwarded():
    """Target groups that a listener or rule of a load balancer forwards to, with the groups the load balancer is in."""
    found = {}
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        check(balancer["State"]["Code"] == "active", f"{balancer['LoadBalancerName']} is not active")
        for listener in elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]:
            rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
            for action in [*listener["DefaultActions"], *(one for rule in rules for one in rule["Actions"])]:
                if action.get("TargetGroupArn"):
                    found[action["TargetGroupArn"]] = balancer["SecurityGroups"]
    return found


def may_reach(sources, targets, port):
    """Whether the one side lets out and the other in."""

    def allowed(groups, is_egress, peers):
        filters = [{"Name": "group-id", "Values": groups}]
        rules = ec2.describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
        return any(
            rule["IsEgress"] == is_egress
            and (rule["IpProtocol"] == "-1" or rule["FromPort"] <= port <= rule["ToPort"])
            and (rule.get("CidrIpv4") == "0.0.0.0/0" or rule.get("ReferencedGroupInfo", {}).get("GroupId") in peers)
            for rule in rules
        )

    return allowed(sources, True, targets) and allowed(targets, False, sources)


def check_service(service, groups):
    name = service["serviceName"]
    check(service["status"] == "ACTIVE", f"service {name} is {service['status']}")
    definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    check(definition["status"] == "ACTIVE", f"service {name} runs a revision that is {definition['status']}")
    network = service["networkConfiguration"]["awsvpcConfiguration"]
    check(ec2.describe_subnets(SubnetIds=network["subnets"])["Subnets"], f"service {name} has no subnets")
    for container in definition["containerDefinitions"]:
        group = container["logConfiguration"]["options"]["awslogs-group"]
        known = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        check(any(one["logGroupName"] == group for one in known), f"service {name} logs to {group}, which is gone")
        for one in container.get("secrets", []):
            described = secrets.describe_secret(SecretId=":".join(one["valueFrom"].split(":")[:7]))
            check("DeletedDate" not in described, f"service {name} reads {described['Name']}, which is gone")
    for target in service["loadBalancers"]:
        arn, port = target["targetGroupArn"], target["containerPort"]
        check(arn in groups, f"nothing forwards to {arn} of service {name}")
        reached = may_reach(groups.get(arn, []), network["securityGroups"], port)
        check(reached, f"the load balancer cannot reach port {port} of service {name}")


def check_services():
    groups, used = forwarded(), set()
    for cluster in ecs.list_clusters()["clusterArns"]:
        for arn in ecs.list_services(cluster=cluster)["serviceArns"]:
            [service] = ecs.describe_services(cluster=cluster, services=[arn])["services"]
            if service["status"] != "INACTIVE":
                check_service(service, groups)
                used.update(target["targetGroupArn"] for target in service["loadBalancers"])
    for arn in groups.keys() - used:
        check(False, f"requests are forwarded to {arn}, and nothing answers")


def check_data():
    for instance in rds.describe_db_instances()["DBInstances"]:
        name = instance["DBInstanceIdentifier"]
        check(instance["DBInstanceStatus"] == "available", f"database {name} is {instance['DBInstanceStatus']}")
        check(not instance["PendingModifiedValues"], f"database {name} waits for {instance['PendingModifiedValues']}")
        for group in instance["DBParameterGroups"]:
            [one] = rds.describe_db_parameter_groups(DBParameterGroupName=group["DBParameterGroupName"])["DBParameterGroups"]
            family = f"postgres{instance['EngineVersion'].split('.')[0]}"
            check(one["DBParameterGroupFamily"] == family, f"database {name} of {family} has parameters of {one}")
        if instance.get("ReadReplicaSourceDBInstanceIdentifier"):
            continue
        value = json.loads(secrets.get_secret_value(SecretId=f"{name}-password")["SecretString"])
        check(value["host"] == instance["Endpoint"]["Address"], f"the secret of {name} says {value['host']}")
    for group in cache.describe_replication_groups()["ReplicationGroups"]:
        name = group["ReplicationGroupId"]
        check(group["Status"] == "available", f"cache {name} is {group['Status']}")
        failover = group["AutomaticFailover"] == "enabled"
        check(failover == (len(group["MemberClusters"]) > 1), f"failover of cache {name} is {group['AutomaticFailover']}")


check_services()
check_data()
