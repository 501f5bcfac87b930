"""S3 names its operations by method, path and query, and its actions otherwise than its operations.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html"""

import re
from urllib.parse import unquote

from moto.s3.models import s3_backends

from .conditions import NotKnown, listed
from .statements import ACCOUNT, Request

# By method, whether there is a key, and the word of the query that says what is meant.
OPERATIONS = {
    ("GET", "service", ""): "ListBuckets",
    ("PUT", "bucket", ""): "CreateBucket",
    ("DELETE", "bucket", ""): "DeleteBucket",
    ("HEAD", "bucket", ""): "HeadBucket",
    ("GET", "bucket", ""): "ListObjects",
    ("GET", "bucket", "location"): "GetBucketLocation",
    ("GET", "bucket", "policy"): "GetBucketPolicy",
    ("PUT", "bucket", "policy"): "PutBucketPolicy",
    ("GET", "bucket", "uploads"): "ListMultipartUploads",
    ("GET", "bucket", "versions"): "ListObjectVersions",
    ("POST", "bucket", "delete"): "DeleteObjects",
    ("HEAD", "object", ""): "HeadObject",
    ("GET", "object", ""): "GetObject",
    ("PUT", "object", ""): "PutObject",
    ("DELETE", "object", ""): "DeleteObject",
    ("POST", "object", "uploads"): "CreateMultipartUpload",
    ("PUT", "object", "uploadId"): "UploadPart",
    ("POST", "object", "uploadId"): "CompleteMultipartUpload",
    ("DELETE", "object", "uploadId"): "AbortMultipartUpload",
    ("GET", "object", "uploadId"): "ListParts",
}
# Words of a query that make another operation of it; any other word is a parameter.
WORDS = {word for _, _, word in OPERATIONS if word} | {
    "accelerate", "acl", "attributes", "analytics", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold",
    "lifecycle", "logging", "metrics", "notification", "object-lock", "ownershipControls", "policyStatus",
    "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select", "tagging", "torrent",
    "versioning", "website",
}  # fmt: skip

ACTIONS = {
    "ListBuckets": "ListAllMyBuckets",
    "HeadBucket": "ListBucket",
    "ListObjects": "ListBucket",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjectVersions": "ListBucketVersions",
    "DeleteObjects": "DeleteObject",
    "HeadObject": "GetObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListParts": "ListMultipartUploadParts",
}


def place(request):
    """Bucket and key: the emulator is asked with both in the path."""
    bucket, _, key = request.path.lstrip("/").partition("/")
    return bucket, key


def operation(request):
    bucket, key = place(request)
    kind = "object" if key else "bucket" if bucket else "service"
    words = [word for word in request.args if word in WORDS]
    found = OPERATIONS.get((request.method, kind, words[0] if words else ""))
    if found is None or len(words) > 1:
        raise NotKnown(f"{request.method} of a {kind} of s3 with {request.query_string.decode() or 'no query'}")
    return found


def parameters(request):
    bucket, key = place(request)
    return {"Bucket": bucket, "Key": key, "VersionId": request.args.get("versionId")}


def requests(call):
    """Rights a call needs."""
    bucket, key = call.input["Bucket"], call.input.get("Key")
    name = ACTIONS.get(call.operation, call.operation)
    if call.input.get("VersionId") and name in ("GetObject", "DeleteObject"):
        name += "Version"
    context = {f"s3:{word}": call.request.args[word] for word in ("prefix", "delimiter") if word in call.request.args}
    for header in ("x-amz-acl", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"):
        if header in call.request.headers:
            context[f"s3:{header}"] = call.request.headers[header]
    if name == "ListAllMyBuckets":
        return [Request("s3:ListAllMyBuckets", "*", context)]
    if call.operation == "DeleteObjects":
        keys = [unquote(text) for text in re.findall(r"<Key>(.*?)</Key>", call.body.decode())]
        return [Request("s3:DeleteObject", f"arn:aws:s3:::{bucket}/{one}", context) for one in keys]
    needed = [Request(f"s3:{name}", f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else ""), context)]
    source = call.request.headers.get("x-amz-copy-source")
    if source:
        needed.append(Request("s3:GetObject", f"arn:aws:s3:::{unquote(source).lstrip('/').split('?')[0]}", context))
    return needed


def keys(call):
    """The key that encrypts what a call reads or writes, and what that takes: (ARN or id, actions, its context)."""
    actions = {
        "GetObject": ["Decrypt"],
        "GetObjectVersionForReplication": ["Decrypt"],
        "ReplicateObject": ["Encrypt", "GenerateDataKey"],
        "PutObject": ["GenerateDataKey"],
        # Parts are read again when they are put together.
        "CreateMultipartUpload": ["GenerateDataKey", "Decrypt"],
        "UploadPart": ["GenerateDataKey", "Decrypt"],
        "CompleteMultipartUpload": ["GenerateDataKey", "Decrypt"],
    }.get(call.operation)
    bucket = s3_backends[ACCOUNT]["aws"].buckets.get(call.input["Bucket"])
    if not actions or not bucket:
        return None
    rule = (listed((bucket.encryption or {}).get("Rule")) or [{}])[0]
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    key = call.request.headers.get("x-amz-server-side-encryption-aws-kms-key-id") or default.get("KMSMasterKeyID")
    arn = bucket.arn if str(rule.get("BucketKeyEnabled")).lower() == "true" else f"{bucket.arn}/{call.input['Key']}"
    return (key, actions, {"aws:s3:arn": arn}) if key else None
