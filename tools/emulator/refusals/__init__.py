"""What AWS refuses and moto takes, one service a file, with AWS's own codes and words. Applied after the patches.

Each is as narrow as AWS is: the right form passes. `__tests__/emulator/refusals.test.ts` shows both.
"""

from . import ec2, ecs, elasticache, elbv2, logs, rds, s3, secretsmanager, wafv2


def apply():
    for service in (ec2, ecs, elasticache, elbv2, logs, rds, s3, secretsmanager, wafv2):
        service.apply()
