"""Which rights a call needs: its action on its resources, and what AWS asks for beside it: keys, and roles that are passed.
Actions and resources: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""

import json

from moto.awslambda.models import lambda_backends
from moto.ecs.models import ecs_backends
from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

from . import s3
from .conditions import NotKnown
from .statements import ACCOUNT, Request

# Actions for which AWS knows no resource.
WITHOUT_RESOURCE = {
    "dynamodb": ["ListTables"],
    "ec2": ["DescribeInstances", "DescribeVpcs"],
    "ecr": ["GetAuthorizationToken"],
    "ecs": ["ListClusters"],
    "iam": ["ListRoles", "ListUsers"],
    "kms": ["ListAliases", "ListKeys"],
    "lambda": ["ListFunctions"],
    "secretsmanager": ["ListSecrets"],
    "sns": ["ListTopics"],
    "sqs": ["ListQueues"],
    "sts": ["GetCallerIdentity"],
    "ssmmessages": ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"],
}
# Actions that are called otherwise than their operations.
ACTIONS = {
    ("lambda", "Invoke"): "InvokeFunction",
    ("dynamodb", "TransactGetItems"): "GetItem",
    ("sqs", "SendMessageBatch"): "SendMessage",
    ("sqs", "DeleteMessageBatch"): "DeleteMessage",
    ("sqs", "ChangeMessageVisibilityBatch"): "ChangeMessageVisibility",
    ("sns", "PublishBatch"): "Publish",
}


def needs(call):
    """All rights that a call takes; each of them must be given."""
    if call.service == "s3":
        return s3.requests(call) + s3_keys(call)
    if (call.service, call.operation) == ("kms", "ReEncrypt"):
        return [reencryption(call, "From", "Source"), reencryption(call, "To", "Destination")]
    action = f"{call.service}:{ACTIONS.get((call.service, call.operation), call.operation)}"
    own = [Request(action, resource, context(call)) for resource in resources(call)]
    return own + keys(call) + passed_roles(call)


def resources(call):
    if call.operation in WITHOUT_RESOURCE.get(call.service, ()):
        return ["*"]
    find = RESOURCES.get(call.service)
    found = find(call) if find else None
    if not found:
        raise NotKnown(f"the resource of {call.service}:{call.operation}")
    return found


def arn(call, service, resource):
    return f"arn:aws:{service}:{call.region}:{ACCOUNT}:{resource}"


def named(service, key, kind=""):
    """Resources that a parameter names, by name or ARN."""

    def find(call):
        value = call.input.get(key)
        if not value:
            return None
        return [value if value.startswith("arn:") else arn(call, service, kind + value)]

    return find


def logs(call):
    """Everything about groups is asked of a stream, which has no name where none is meant."""
    group = call.input.get("logGroupName") or call.input.get("logGroupIdentifier") or ""
    group = group.split(":log-group:")[-1].removesuffix(":*")
    if not group and call.operation != "DescribeLogGroups":
        return None
    return [arn(call, "logs", f"log-group:{group}:log-stream:{call.input.get('logStreamName') or ''}")]


def secret(call):
    name = call.input.get("SecretId") or call.input.get("Name")
    if not name:
        return None
    known = secretsmanager_backends[ACCOUNT][call.region].secrets
    if name in known:
        return [known[name].arn]
    return [name if name.startswith("arn:") else arn(call, "secretsmanager", f"secret:{name}")]


def key_arn(region, name):
    """ARN of a key that is called by ARN, id or alias."""
    backend = kms_backends[ACCOUNT][region]
    alias = backend.get_alias_name(str(name))
    if alias.startswith("alias/") and not backend.alias_exists(alias):
        return f"arn:aws:kms:{region}:{ACCOUNT}:{alias}"
    known = backend.any_id_to_key_id(name) if name else None
    if known in backend.keys:
        return backend.keys[known].arn
    return name if str(name).startswith("arn:") else f"arn:aws:kms:{region}:{ACCOUNT}:key/{name}"


def reencryption(call, action, side):
    """One operation with two keys, and an action for each."""
    values = call.input.get(f"{side}EncryptionContext") or {}
    extra = {f"kms:EncryptionContext:{key}": value for key, value in values.items()}
    return Request(f"kms:ReEncrypt{action}", key_arn(call.region, call.input.get(f"{side}KeyId")), extra)


def service_arn(call):
    if call.operation == "RunTask":
        return [task_definition(call).arn]
    name, cluster = call.input.get("service"), (call.input.get("cluster") or "default").split("/")[-1]
    if not name:
        return None
    return [name if name.startswith("arn:") else arn(call, "ecs", f"service/{cluster}/{name}")]


def task_definition(call):
    return ecs_backends[ACCOUNT][call.region].describe_task_definition(call.input["taskDefinition"])


def automation(call):
    """The document, and the execution that is about to be; no longer the definition.
    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html"""
    if call.operation == "StartAutomationExecution":
        document = call.input["DocumentName"].split("/")[-1]
        return [arn(call, "ssm", f"document/{document}"), arn(call, "ssm", "automation-execution/*")]
    names = call.input.get("Names") or [call.input.get("Name")]
    if not call.operation.startswith("GetParameter") or not names[0]:
        return None
    return [name if name.startswith("arn:") else arn(call, "ssm", f"parameter/{name.lstrip('/')}") for name in names]


def table(call):
    names = list(call.input.get("RequestItems") or ()) or [call.input.get("TableName")]
    if not names[0]:
        stream = call.input.get("StreamArn")
        return [stream] if stream else None
    index = f"/index/{call.input['IndexName']}" if call.input.get("IndexName") else ""
    return [(name if name.startswith("arn:") else arn(call, "dynamodb", f"table/{name}")) + index for name in names]


def queue(call):
    name = call.input.get("QueueName") or str(call.input.get("QueueUrl") or "").split("/")[-1]
    return [arn(call, "sqs", name)] if name else None


def principal(call):
    """A role, by name or ARN, or a user."""
    name = call.input.get("RoleArn") or call.input.get("RoleName")
    if name:
        return [name if name.startswith("arn:") else f"arn:aws:iam::{ACCOUNT}:role/{name}"]
    return [f"arn:aws:iam::{ACCOUNT}:user/{call.input['UserName']}"] if call.input.get("UserName") else None


RESOURCES = {
    "dynamodb": table,
    "ecr": named("ecr", "repositoryName", "repository/"),
    "ecs": service_arn,
    "events": lambda call: [arn(call, "events", "event-bus/default")] if call.operation == "PutEvents" else None,
    "iam": principal,
    "kms": lambda call: [key_arn(call.region, call.input["KeyId"])] if call.input.get("KeyId") else None,
    "lambda": named("lambda", "FunctionName", "function:"),
    "logs": logs,
    "rds": lambda call: [arn(call, "rds", f"db:{call.input.get('DBInstanceIdentifier') or '*'}")],
    "secretsmanager": secret,
    "sns": lambda call: [call.input["TopicArn"]] if call.input.get("TopicArn") else None,
    "sqs": queue,
    "ssm": automation,
    "sts": principal,
}


def context(call):
    """Condition keys that come with the input of a call."""
    found = {f"kms:EncryptionContext:{key}": value for key, value in (call.input.get("EncryptionContext") or {}).items()}
    if call.service == "ecs" and call.input.get("cluster"):
        cluster = call.input["cluster"]
        found["ecs:cluster"] = cluster if cluster.startswith("arn:") else arn(call, "ecs", f"cluster/{cluster}")
    return found


def keys(call):
    """Services use the customer's key with the rights of whoever calls them."""
    read, write = ["Decrypt"], ["Decrypt", "GenerateDataKey"]
    if call.service == "secretsmanager":
        actions = {"GetSecretValue": read, "PutSecretValue": write, "UpdateSecret": write}.get(call.operation)
        known = secretsmanager_backends[ACCOUNT][call.region].secrets
        if actions and call.input.get("SecretId") in known:
            one = known[call.input["SecretId"]]
            return with_key(call, getattr(one, "kms_key_id", None), actions, {"SecretARN": one.arn})
    if call.service == "sns" and call.operation.startswith("Publish"):
        topic = sns_backends[ACCOUNT][call.region].topics.get(call.input.get("TopicArn"))
        return with_key(call, topic and topic.kms_master_key_id, write, {"aws:sns:topicArn": call.input.get("TopicArn")})
    if call.service == "sqs":
        actions = {"SendMessage": write, "SendMessageBatch": write, "ReceiveMessage": read}.get(call.operation)
        one = sqs_backends[ACCOUNT][call.region].queues.get(queue(call)[0].split(":")[-1]) if actions else None
        return with_key(call, one and one.kms_master_key_id, actions, {"aws:sqs:arn": one and one.queue_arn})
    if call.service == "ssm" and call.operation.startswith("GetParameter"):
        backend = ssm_backends[ACCOUNT][call.region]
        found = [backend.get_parameter(resource.split(":parameter")[-1]) for resource in automation(call)]
        secure = [one for one in found if one and one.type == "SecureString"]
        return [need for one in secure for need in with_key(call, one.keyid, read, {"PARAMETER_ARN": one.arn(call.region)})]
    return []


def s3_keys(call):
    found = s3.keys(call)
    return with_key(call, *found) if found else []


def with_key(call, key, actions, encryption):
    # Keys of AWS's own are open to everybody in the account who may use the service.
    if not key or not actions or key.startswith("alias/aws/"):
        return []
    used = key_arn(call.region, key)
    # Services use keys of their own region, which the caller's need not be.
    via = f"{call.service}.{used.split(':')[3]}.amazonaws.com"
    extra = {"aws:ViaAWSService": "true", "kms:ViaService": via, "kms:CallerAccount": ACCOUNT}
    extra.update({f"kms:EncryptionContext:{name}": value for name, value in encryption.items()})
    return [Request(f"kms:{action}", used, extra) for action in actions]


def passed_roles(call):
    """Whoever has a service act with a role must be allowed to give it that role."""
    if (call.service, call.operation) == ("ecs", "RunTask"):
        one = task_definition(call)
        return [passing(arn, "ecs-tasks.amazonaws.com") for arn in (one.execution_role_arn, one.task_role_arn) if arn]
    if (call.service, call.operation) == ("ssm", "StartAutomationExecution"):
        document = ssm_backends[ACCOUNT][call.region].get_document(call.input["DocumentName"].split("/")[-1], None, None, "JSON")
        assumed = json.loads(document["Content"]).get("assumeRole")
        return [passing(assumed, "ssm.amazonaws.com")] if assumed else []
    return []


def passing(arn, service):
    return Request("iam:PassRole", arn, {"iam:PassedToService": service})
