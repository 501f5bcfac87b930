"""What exists before the first apply, when somebody wants to see a platform without bootstrapping its state first."""

from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends

ACCOUNT = "123456789012"
REGION = "us-east-1"


def add_buckets(names):
    backend = s3_backends[ACCOUNT]["aws"]
    for name in names:
        backend.create_bucket(name, REGION)
        backend.put_bucket_versioning(name, "Enabled")


def add_lock_tables(names):
    backend = dynamodb_backends[ACCOUNT][REGION]
    for name in names:
        backend.create_table(
            name,
            schema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
            attr=[{"AttributeName": "LockID", "AttributeType": "S"}],
            throughput=None,
            global_indexes=[],
            indexes=[],
            streams=None,
            billing_mode="PAY_PER_REQUEST",
            sse_specification=None,
            tags=[],
            deletion_protection_enabled=False,
            warm_throughput=None,
        )
