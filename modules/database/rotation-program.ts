/**
 * Gives an instance a new master password and keeps it in its secret, in the four steps of Secrets Manager. Each may
 * come again after an error, and then goes on from where the last one ended.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export const ROTATION_PROGRAM = `import json
import os
import secrets
import string
import time

import boto3

# RDS refuses some signs, and URLs want others escaped: letters and digits pass everywhere.
CHARACTERS = string.ascii_letters + string.digits
LENGTH = 40
PAUSE = 5


def handler(event, context):
    vault, rds = boto3.client("secretsmanager"), boto3.client("rds")
    secret, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    stages = vault.describe_secret(SecretId=secret)["VersionIdsToStages"]
    if "AWSCURRENT" in stages.get(token, []):
        return
    if "AWSPENDING" not in stages.get(token, []):
        raise ValueError("version {} of {} is not pending".format(token, secret))
    if step == "createSecret":
        create(vault, secret, token)
    elif step == "setSecret":
        set_password(rds, read(vault, secret, VersionId=token, VersionStage="AWSPENDING")["password"], context)
    elif step == "testSecret":
        wait(rds, context)
    elif step == "finishSecret":
        [current] = [version for version, labels in stages.items() if "AWSCURRENT" in labels]
        vault.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current
        )
    else:
        raise ValueError("there is no step {}".format(step))


def read(vault, secret, **version):
    return json.loads(vault.get_secret_value(SecretId=secret, **version)["SecretString"])


def create(vault, secret, token):
    try:
        vault.get_secret_value(SecretId=secret, VersionId=token, VersionStage="AWSPENDING")
    except vault.exceptions.ResourceNotFoundException:
        password = "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))
        value = {**read(vault, secret, VersionStage="AWSCURRENT"), "password": password}
        vault.put_secret_value(
            SecretId=secret, ClientRequestToken=token, SecretString=json.dumps(value), VersionStages=["AWSPENDING"]
        )


def set_password(rds, password, context):
    while True:
        try:
            rds.modify_db_instance(
                DBInstanceIdentifier=os.environ["INSTANCE"], MasterUserPassword=password, ApplyImmediately=True
            )
            break
        except rds.exceptions.InvalidDBInstanceStateFault:
            pause(context)
    wait(rds, context)


def wait(rds, context):
    """RDS changes a password some time after it was told to."""
    while True:
        pause(context)
        [instance] = rds.describe_db_instances(DBInstanceIdentifier=os.environ["INSTANCE"])["DBInstances"]
        pending = instance.get("PendingModifiedValues", {})
        if "MasterUserPassword" not in pending and instance["DBInstanceStatus"] != "resetting-master-credentials":
            return


def pause(context):
    if context.get_remaining_time_in_millis() < 2 * PAUSE * 1000:
        raise TimeoutError("{} is busy: the next attempt goes on from here".format(os.environ["INSTANCE"]))
    time.sleep(PAUSE)
`;
