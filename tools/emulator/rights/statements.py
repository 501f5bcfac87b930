"""What statements of policies say of a request.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"""

from dataclasses import dataclass, field

from .conditions import NotKnown, holds, listed
from .patterns import arn_like, like

ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Caller:
    """Who asks: a user, a session of a role, or a service of AWS."""

    kind: str
    arn: str
    # Of a session the role's, else the same.
    principal: str
    name: str


@dataclass(frozen=True)
class Request:
    """One action on one thing. A call may need several."""

    action: str
    resource: str
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """A policy, and what has it: `role/shop-api`, or for a resource policy an ARN."""

    owner: str
    name: str
    document: dict

    @property
    def statements(self):
        return listed(self.document["Statement"])


@dataclass(frozen=True)
class Match:
    """A statement that says something of a request, and by which of its elements."""

    policy: Policy
    index: int
    actions: tuple
    resources: tuple
    # Whether it names the whole account, which leaves the decision to policies of users and roles.
    delegates: bool = False

    @property
    def allows(self):
        return self.policy.statements[self.index]["Effect"] == "Allow"


def matches(policies, request, caller, names_principals):
    """Statements of the policies that speak of the request."""
    found = []
    for policy in policies:
        for index, statement in enumerate(policy.statements):
            named = principal(statement, caller) if names_principals else "caller"
            actions = chosen(statement, "Action", request.action.lower(), lambda want, value: like(want.lower(), value))
            resources = chosen(statement, "Resource", request.resource, arn_like, optional=names_principals)
            if not (named and actions and resources) or not holds(statement.get("Condition", {}), request.context):
                continue
            found.append(Match(policy, index, actions, resources, delegates=named == "account"))
    return found


def chosen(statement, element, value, compare, optional=False):
    """The patterns of an element that take the value in. Without the element, everything is in where that is allowed."""
    if f"Not{element}" in statement:
        out = [pattern for pattern in listed(statement[f"Not{element}"]) if compare(pattern, value)]
        return () if out else (f"Not{element}",)
    if element not in statement:
        return ("*",) if optional else ()
    patterns = listed(statement[element])
    if any("${" in pattern for pattern in patterns):
        raise NotKnown(f"policy variable in {element}")
    return tuple(pattern for pattern in patterns if compare(pattern, value))


def principal(statement, caller):
    """Whether a statement of a resource policy names the caller: itself, its whole account, or not."""
    if "NotPrincipal" in statement:
        raise NotKnown("NotPrincipal")
    named = statement.get("Principal", {})
    if named == "*" or (caller.kind == "service" and caller.name in listed(named.get("Service"))):
        return "caller"
    people = listed(named.get("AWS"))
    if "*" in people or (caller.kind != "service" and {caller.arn, caller.principal} & set(people)):
        return "caller"
    return "account" if caller.kind != "service" and is_account(named) else None


def is_account(named):
    """Whether a Principal element names the whole account."""
    return named not in (None, "*") and bool({f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT} & set(listed(named.get("AWS"))))
