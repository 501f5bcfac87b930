"""A bucket, a key and a role in an emulator that is empty, and what comes of calls that are made for real."""

import json
import sys

import requests
from botocore.exceptions import ClientError
from driver import Caller

ACCOUNT = "123456789012"
TRUSTED = {"aws:SourceAccount": ACCOUNT}
DOCUMENT = {
    "schemaVersion": "0.3",
    "assumeRole": f"arn:aws:iam::{ACCOUNT}:role/automation",
    "mainSteps": [{"name": "wait", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}],
}

work = json.load(sys.stdin)
account = Caller(work, "test")
iam, s3, kms, ssm = (account.client(name) for name in ("iam", "s3", "kms", "ssm"))
found = {}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions, *resources, **more):
    return {"Effect": "Allow", "Action": actions, "Resource": list(resources), **more}


def trust(service):
    return policy(
        {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": TRUSTED},
        }
    )


def attempt(name, caller, service, operation, context=None, dry=False, **given):
    try:
        answer = caller.make({"service": service, "operation": operation, "input": given, "context": context or {}}, dry)
        found[name] = answer["Body"].read().decode() if operation == "GetObject" else "done"
        return answer
    except ClientError as error:
        found[name] = f"{error.response['Error']['Code']}: {error.response['Error'].get('Message')}"


def session(name, service="ecs-tasks.amazonaws.com", context=None):
    asked = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/reader", "RoleSessionName": "one"}
    answer = attempt(name, Caller(work, service, context=context or TRUSTED), "sts", "AssumeRole", **asked)
    if answer:
        given = answer["Credentials"]
        return Caller(work, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


owned = allow("kms:*", "*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
key = kms.create_key(Policy=policy(owned))["KeyMetadata"]["Arn"]
private = allow("kms:*", "*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"})
closed = kms.create_key(Policy=policy(private))["KeyMetadata"]["Arn"]

s3.create_bucket(Bucket="shop", CreateBucketConfiguration={"LocationConstraint": work["region"]})
encryption = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
rules = [{"ApplyServerSideEncryptionByDefault": encryption}]
s3.put_bucket_encryption(Bucket="shop", ServerSideEncryptionConfiguration={"Rules": rules})
for name in ("a/1", "secret/1"):
    s3.put_object(Bucket="shop", Key=name, Body=b"one")
anybody = {"Effect": "Deny", "Principal": "*"}
objects = "arn:aws:s3:::shop/*"
plain = {**anybody, "Action": "s3:*", "Resource": objects, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
secret = {**anybody, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/secret/*"}
s3.put_bucket_policy(Bucket="shop", Policy=policy(plain, secret))
ssm.create_document(Name="restart", Content=json.dumps(DOCUMENT), DocumentType="Automation", DocumentFormat="JSON")

rights = [
    allow("s3:GetObject", objects),
    allow("s3:ListBucket", "arn:aws:s3:::shop", Condition={"StringLike": {"s3:prefix": "a/*"}}),
    allow("kms:Decrypt", closed),
    allow("ssm:StartAutomationExecution", "*"),
]
iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust("ecs-tasks.amazonaws.com"))
iam.create_role(RoleName="automation", AssumeRolePolicyDocument=trust("ssm.amazonaws.com"))
iam.put_role_policy(RoleName="reader", PolicyName="access", PolicyDocument=policy(*rights))

session("assumed by another service", "lambda.amazonaws.com")
session("assumed for another account", context={"aws:SourceAccount": "999999999999"})
reader = session("assumed")
one = {"Bucket": "shop", "Key": "a/1"}
attempt("read without the key", reader, "s3", "GetObject", **one)
through = {"StringEquals": {"kms:ViaService": f"s3.{work['region']}.amazonaws.com"}}
rights.append(allow(["kms:Decrypt", "kms:GenerateDataKey"], key, Condition=through))
iam.put_role_policy(RoleName="reader", PolicyName="access", PolicyDocument=policy(*rights))
attempt("read", reader, "s3", "GetObject", **one)
attempt("read over plain HTTP", reader, "s3", "GetObject", {"aws:SecureTransport": "false"}, **one)
attempt("read what the bucket forbids", reader, "s3", "GetObject", Bucket="shop", Key="secret/1")
attempt("read an older version", reader, "s3", "GetObject", VersionId="1", **one)
attempt("write", reader, "s3", "PutObject", Body="two", **one)
attempt("copy to where it may not write", reader, "s3", "CopyObject", Bucket="shop", Key="b", CopySource="shop/a/1")
attempt("list a folder", reader, "s3", "ListObjectsV2", Bucket="shop", Prefix="a/")
attempt("list everything", reader, "s3", "ListObjectsV2", Bucket="shop")
blob = kms.encrypt(KeyId=key, Plaintext=b"one")["CiphertextBlob"]
attempt("decrypt by itself", reader, "kms", "Decrypt", KeyId=key, CiphertextBlob=blob)
attempt("decrypt with a key that names others", reader, "kms", "Decrypt", KeyId=closed, CiphertextBlob=blob)
attempt("start with a role it may not pass", reader, "ssm", "StartAutomationExecution", DocumentName="restart")
attempt("ask for what the emulator cannot judge", reader, "cloudformation", "ListStacks")
attempt("ask who it is", reader, "sts", "GetCallerIdentity")
attempt("read, judged only", reader, "s3", "GetObject", dry=True, **one)
attempt("ask as the account", account, "s3", "ListBuckets")
attempt("ask with a key that is gone", Caller(work, "AKIAIOSFODNN7EXAMPLE"), "s3", "ListBuckets")
for name in ("a/1", "secret/1"):
    url = reader.client("s3").generate_presigned_url("get_object", Params={"Bucket": "shop", "Key": name})
    found[f"an address of {name}"] = str(requests.get(url, timeout=60).status_code)
found["report"] = json.dumps(requests.get(f"{work['url']}/_emulator/rights", timeout=60).json())
json.dump(found, sys.stdout)
