"""Without it, a bucket that refuses plain HTTP refuses everything, since moto reads no conditions of policies, and a
bucket with deleted objects cannot be emptied."""

import json

from moto.iam.access_control import PermissionResult
from moto.s3 import models


def apply():
    original = models.FakeBucket.get_permission

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy.decode())
        document["Statement"] = [item for item in as_list(document["Statement"]) if not item.get("Condition")]
        if not document["Statement"]:
            return PermissionResult.NEUTRAL
        whole, self.policy = self.policy, json.dumps(document).encode()
        try:
            return original(self, action, resource)
        finally:
            self.policy = whole

    models.FakeBucket.get_permission = get_permission
    models.FakeDeleteMarker.dispose = lambda self, *args, **kwargs: None


def as_list(value):
    return value if isinstance(value, list) else [value]
