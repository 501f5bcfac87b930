"""Without it, a bucket that refuses plain HTTP refuses everything, since moto reads no conditions of policies, a bucket
with deleted objects cannot be emptied, and a replication forgets that it is about encrypted objects."""

import json

from moto.core.responses import ActionResult
from moto.iam.access_control import PermissionResult
from moto.s3 import models
from moto.s3.exceptions import ReplicationConfigurationNotFoundError, S3ClientError
from moto.s3.responses import S3Response


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
    patch_replication()


def patch_replication():
    original = models.S3Backend.put_bucket_replication

    def put(self, bucket_name, replication):
        original(self, bucket_name, replication)
        targets = [rule["Destination"]["Bucket"].split(":")[-1] for rule in replication["Rule"]]
        for name in (bucket_name, *targets):
            if not self.get_bucket(name).is_versioned:
                self.delete_bucket_replication(bucket_name)
                raise S3ClientError("InvalidRequest", f"Versioning must be 'Enabled' on the bucket {name} to apply a replication configuration")

    def get(self):
        self.data["Action"] = "GetBucketReplication"
        replication = self.backend.get_bucket_replication(self.bucket_name)
        if not replication:
            raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
        rules = [{**rule, "Filter": {"Prefix": (rule.get("Filter") or {}).get("Prefix") or ""}} for rule in replication["Rule"]]
        return self.serialized(ActionResult({"ReplicationConfiguration": {"Role": replication["Role"], "Rules": rules}}))

    models.S3Backend.put_bucket_replication = put
    S3Response.get_bucket_replication = get


def as_list(value):
    return value if isinstance(value, list) else [value]
