"""What the AWS provider needs beyond moto 5.2.1, one service a file. Each says what goes wrong without it."""

from . import (
    acm,
    autoscaling,
    core,
    ec2,
    ecs,
    elasticache,
    elasticache_changes,
    elbv2,
    kms,
    rds,
    rds_changes,
    route53,
    s3,
    secretsmanager,
    servicediscovery,
    sqs,
    vpc_endpoints,
)

SERVICES = (
    acm,
    autoscaling,
    core,
    ec2,
    ecs,
    elasticache,
    elasticache_changes,
    elbv2,
    kms,
    rds,
    rds_changes,
    route53,
    s3,
    secretsmanager,
    servicediscovery,
    sqs,
    vpc_endpoints,
)


def apply():
    for service in SERVICES:
        service.apply()
