"""What the AWS provider needs beyond moto 5.2.1, one service a file. Each says what goes wrong without it."""

from . import acm, autoscaling, awslambda, core, ec2, ecs, elasticache, elasticache_changes, elbv2, iam, kms, rds
from . import rds_backups, rds_changes, route53, s3, secretsmanager, servicediscovery, sqs, vpc_endpoints

PATCHES = (
    acm,
    autoscaling,
    awslambda,
    core,
    ec2,
    ecs,
    elasticache,
    elasticache_changes,
    elbv2,
    iam,
    kms,
    rds,
    rds_backups,
    rds_changes,
    route53,
    s3,
    secretsmanager,
    servicediscovery,
    sqs,
    vpc_endpoints,
)


def apply():
    for service in PATCHES:
        service.apply()
