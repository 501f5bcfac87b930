"""Who comes with which access key."""

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from .statements import ACCOUNT, Caller

# What keys that IAM and STS have issued begin with, here and in AWS.
ISSUED = ("AKIA", "ASIA", "LKIA", "LSIA")


class NotACaller(Exception):
    """A key that was issued once, or never here."""


def find(key):
    """The user, session or service; None for the account itself."""
    if key.endswith(".amazonaws.com"):
        return Caller("service", key, key, key)
    for session in sts_backends[ACCOUNT]["aws"].assumed_roles:
        if session.access_key_id == key:
            return Caller("role", session.arn, session.role_arn, session.role_arn.split("/")[-1])
    for user in iam_backends[ACCOUNT]["aws"].users.values():
        if any(one.access_key_id == key for one in user.access_keys):
            return Caller("user", user.arn, user.arn, user.name)
    if key.startswith(ISSUED):
        raise NotACaller(key)
    return None
