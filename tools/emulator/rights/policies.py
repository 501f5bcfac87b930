"""Where moto keeps policies."""

import functools
import json

from moto.awslambda.models import lambda_backends
from moto.ecr.models import ecr_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from .conditions import NotKnown
from .statements import ACCOUNT, Policy


def of_caller(caller):
    """Policies of a user or a role, inline and attached. Services have none."""
    if caller.kind == "service":
        return []
    iam = iam_backends[ACCOUNT]["aws"]
    if caller.kind == "role":
        return of_holder("role", iam.get_role(caller.name))
    groups = [policy for group in iam.get_groups_for_user(caller.name) for policy in of_holder("group", group)]
    return of_holder("user", iam.get_user(caller.name)) + groups


def of_holder(kind, holder):
    if getattr(holder, "permissions_boundary_arn", None) or getattr(holder, "permissions_boundary", None):
        raise NotKnown("permissions boundary")
    owner = f"{kind}/{holder.name}"
    inline = holder.policies.items()
    attached = ((policy.name, default(policy)) for policy in holder.managed_policies.values())
    return [Policy(owner, name, parsed(document)) for name, document in (*inline, *attached)]


def default(managed):
    return next(version.document for version in managed.versions if version.is_default)


def of_resource(arn):
    """Policies on the side of what is asked for."""
    _, _, service, _, _, rest = arn.split(":", 5) if arn.count(":") >= 5 else ("",) * 6
    if service == "s3":
        bucket = arn.split(":::")[1].split("/")[0]
        return [policy for policy in of_resources("s3") if policy.owner == f"arn:aws:s3:::{bucket}"]
    # One policy of the region speaks of all log groups.
    if service == "logs":
        return of_resources("logs")
    if service == "iam" and rest.startswith("role/"):
        return [policy for policy in trusts() if policy.owner == f"role/{rest.split('/')[-1]}"]
    return [policy for policy in of_resources(service) if policy.owner == arn]


def trusts():
    roles = iam_backends[ACCOUNT]["aws"].roles.values()
    return [Policy(f"role/{role.name}", "trust", parsed(role.assume_role_policy_document)) for role in roles]


def of_resources(service):
    """All policies that resources of a service have been given."""
    found = RESOURCES.get(service, lambda: ())()
    return [Policy(owner, "policy", parsed(document)) for owner, document in found if document]


def everything():
    """Every policy there is, but those of AWS's own roles."""
    iam = iam_backends[ACCOUNT]["aws"]
    own = [role for role in iam.roles.values() if not role.path.startswith("/aws-service-role/")]
    names = {f"role/{role.name}" for role in own}
    held = [policy for role in own for policy in of_holder("role", role)]
    held += [policy for user in iam.users.values() for policy in of_holder("user", user)]
    held += [policy for policy in trusts() if policy.owner in names]
    return held + [policy for service in RESOURCES for policy in of_resources(service)]


def principals():
    """Roles and users, by the names policies are reported under."""
    iam = iam_backends[ACCOUNT]["aws"]
    roles = [f"role/{role.name}" for role in iam.roles.values() if not role.path.startswith("/aws-service-role/")]
    return sorted(roles + [f"user/{user.name}" for user in iam.users.values()])


def regions(backends):
    return list(backends[ACCOUNT].values())


def label(owner):
    """How an owner is called in reports: keys by the ARNs of their aliases, since their ids say nothing."""
    names = (alias.alias_arn for key in keys() if key.arn == owner for alias in key.aliases.values())
    return min(names, default=owner)


def keys():
    """Keys of customers that are not about to be deleted."""
    for backend in regions(kms_backends):
        for key in backend.keys.values():
            if key.key_state != "PendingDeletion" and not any(name.startswith("alias/aws/") for name in key.aliases):
                yield key


def functions():
    for backend in regions(lambda_backends):
        for function in backend.list_functions():
            if function.policy.statements:
                yield function.function_arn, {"Statement": function.policy.statements}


RESOURCES = {
    "s3": lambda: [(bucket.arn, bucket.policy) for bucket in s3_backends[ACCOUNT]["aws"].buckets.values()],
    "kms": lambda: [(key.arn, key.policy) for key in keys()],
    "sns": lambda: [(topic.arn, topic.policy) for backend in regions(sns_backends) for topic in backend.topics.values()],
    "sqs": lambda: [(queue.queue_arn, queue.policy) for backend in regions(sqs_backends) for queue in backend.queues.values()],
    "secretsmanager": lambda: [
        (secret.arn, secret.policy)
        for backend in regions(secretsmanager_backends)
        for secret in dict.values(backend.secrets)
        if hasattr(secret, "policy")
    ],
    "ecr": lambda: [(one.arn, one.policy) for backend in regions(ecr_backends) for one in backend.repositories.values()],
    "logs": lambda: [
        (f"logs/{one.policy_name}", one.policy_document)
        for backend in regions(logs_backends)
        for one in backend.resource_policies.values()
    ],
    "lambda": lambda: list(functions()),
}


def parsed(document):
    return document if isinstance(document, dict) else read(document)


@functools.lru_cache(maxsize=1000)
def read(text):
    return json.loads(text)
