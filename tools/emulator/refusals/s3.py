"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html

That a bucket with objects is not deleted, moto knows by itself.
"""

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket

from .common import before

INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
SHORTEST = 30


def apply():
    before(FakeBucket, "set_lifecycle", set_lifecycle)


def set_lifecycle(self, rules):
    for rule in rules:
        for one in as_list(rule.get("Transition")):
            check(one.get("Days"), one["StorageClass"], "Days", "Transition")
        for one in as_list(rule.get("NoncurrentVersionTransition")):
            check(one.get("NoncurrentDays"), one["StorageClass"], "NoncurrentDays", "NoncurrentVersionTransition")


def check(days, storage_class, field, action):
    if storage_class in INFREQUENT and days is not None and int(days) < SHORTEST:
        raise S3ClientError(
            "InvalidArgument",
            f"'{field}' in {action} action must be greater than or equal to {SHORTEST} for storageClass '{storage_class}'",
        )


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
