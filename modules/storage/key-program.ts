/**
 * Issues access keys of a user and keeps them in a secret: the first when Terraform asks for it, later ones in the four
 * steps of Secrets Manager. A key works on until its successor is replaced in turn, so nobody is locked out meanwhile.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export const KEY_PROGRAM = `import json
import os
import time

import boto3
from botocore.exceptions import ClientError

PAUSE = 3
DENIED = ("AccessDenied", "AccessDeniedException")


def handler(event, context):
    vault, iam = boto3.client("secretsmanager"), boto3.client("iam")
    secret, step = event["SecretId"], event["Step"]
    if step == "firstSecret":
        first_when_allowed(vault, iam, secret, context)
        return
    token = event["ClientRequestToken"]
    stages = vault.describe_secret(SecretId=secret)["VersionIdsToStages"]
    if "AWSCURRENT" in stages.get(token, []):
        return
    if "AWSPENDING" not in stages.get(token, []):
        raise ValueError("version {} of {} is not pending".format(token, secret))
    pending = {"VersionId": token, "VersionStage": "AWSPENDING"}
    if step == "createSecret":
        if read(vault, secret, **pending) is None:
            keep = read(vault, secret, VersionStage="AWSCURRENT")
            vault.put_secret_value(
                SecretId=secret,
                ClientRequestToken=token,
                SecretString=json.dumps(issue(iam, keep)),
                VersionStages=["AWSPENDING"],
            )
    elif step == "setSecret":
        pass  # IAM knows the key since it was issued.
    elif step == "testSecret":
        test(read(vault, secret, **pending), context)
    elif step == "finishSecret":
        [current] = [version for version, labels in stages.items() if "AWSCURRENT" in labels]
        vault.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current
        )
    else:
        raise ValueError("there is no step {}".format(step))


def first_when_allowed(vault, iam, secret, context):
    """The rights are as new as the function: IAM needs some seconds until they hold everywhere."""
    while True:
        try:
            return first(vault, iam, secret, context)
        except ClientError as error:
            if error.response["Error"]["Code"] not in DENIED:
                raise
            pause(context, error)


def pause(context, error):
    if context.get_remaining_time_in_millis() < 2 * PAUSE * 1000:
        raise error
    time.sleep(PAUSE)


def first(vault, iam, secret, context):
    known = read(vault, secret, VersionStage="AWSCURRENT")
    if known is None or known["access_key"] not in keys(iam):
        known = issue(iam, None)
        vault.put_secret_value(SecretId=secret, SecretString=json.dumps(known))
    test(known, context)


def read(vault, secret, **version):
    try:
        return json.loads(vault.get_secret_value(SecretId=secret, **version)["SecretString"])
    except vault.exceptions.ResourceNotFoundException:
        return None


def keys(iam):
    return [key["AccessKeyId"] for key in iam.list_access_keys(UserName=os.environ["USER_NAME"])["AccessKeyMetadata"]]


def issue(iam, keep):
    """A user has two keys at most: the one in use stays, and whatever is left of earlier attempts goes."""
    user = os.environ["USER_NAME"]
    for key in keys(iam):
        if keep is None or key != keep["access_key"]:
            iam.delete_access_key(UserName=user, AccessKeyId=key)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    return {"access_key": key["AccessKeyId"], "secret_key": key["SecretAccessKey"]}


def test(value, context):
    """A new key works some seconds after it was issued. AWS tries the function with a version that has no value."""
    if value is None:
        return
    sts = boto3.client("sts", aws_access_key_id=value["access_key"], aws_secret_access_key=value["secret_key"])
    while True:
        try:
            sts.get_caller_identity()
            return
        except ClientError as error:
            pause(context, error)
`;
