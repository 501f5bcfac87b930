"""Whether all that a call needs is allowed, and which statements said so.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html"""

from dataclasses import replace
from datetime import datetime, timezone

from . import policies
from .conditions import listed
from .statements import ACCOUNT, is_account, matches

# Allowed whatever policies say: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
ALWAYS = {"sts:GetCallerIdentity"}


class Judge:
    """Judges calls, and remembers the statements that were needed."""

    def __init__(self):
        self.used = {}

    def refusal(self, caller, call, needed, given):
        """Why the call is refused, in AWS's words, or None."""
        decisive = []
        for request in needed:
            request = replace(request, context={**surroundings(caller, call), **given, **request.context})
            reason, found = verdict(caller, request)
            decisive += found
            if reason:
                # What let other parts of the call pass has not been of use, but what forbade it has.
                self.remember(match for match in found if not match.allows)
                return reason
        self.remember(decisive)
        return None

    def remember(self, found):
        for match in found:
            actions, resources = self.used.setdefault((match.policy.owner, match.policy.name, match.index), (set(), set()))
            actions.update(match.actions)
            resources.update(match.resources)

    def unused(self):
        """Actions and resources of statements that no call has needed; what leaves it to the account gives nobody a right."""
        found = []
        for policy in policies.everything():
            for index, statement in enumerate(policy.statements):
                if is_account(statement.get("Principal")):
                    continue
                actions, resources = self.used.get((policy.owner, policy.name, index), (set(), set()))
                missing = [text for text in listed(statement.get("Action")) if text not in actions]
                missing += [text for text in listed(statement.get("Resource")) if text not in resources]
                name = statement.get("Sid") or f"statement {index + 1}"
                found += [f"{policies.label(policy.owner)} {policy.name} {name}: {text}" for text in missing]
        return found


def verdict(caller, request):
    """Why a request is refused, or None; and the statements that decided it."""
    if request.action in ALWAYS:
        return None, []
    own = matches(policies.of_caller(caller), request, caller, names_principals=False)
    theirs = matches(policies.of_resource(request.resource), request, caller, names_principals=True)
    forbidding = [match for match in own + theirs if not match.allows]
    if forbidding:
        where = "a resource-based" if forbidding[0] in theirs else "an identity-based"
        return refused(caller, request, f"with an explicit deny in {where} policy"), forbidding
    direct = [match for match in theirs if not match.delegates]
    delegated = [match for match in theirs if match.delegates]
    if direct:
        return None, direct + own + (delegated if own else [])
    # Keys and roles leave it to policies of users and roles only if their own policy says so.
    if own and (delegated or not is_guarded(request)):
        return None, own + delegated
    kind = "resource-based" if caller.kind == "service" or (own and is_guarded(request)) else "identity-based"
    return refused(caller, request, f"because no {kind} policy allows the {request.action} action"), []


def is_guarded(request):
    return request.action.startswith("kms:") and request.resource != "*" or request.action == "sts:AssumeRole"


def refused(caller, request, why):
    return f"User: {caller.arn} is not authorized to perform: {request.action} on resource: {request.resource} {why}"


def surroundings(caller, call):
    """Condition keys that every request has."""
    people = {
        "aws:PrincipalArn": caller.principal,
        "aws:PrincipalAccount": ACCOUNT,
        "aws:PrincipalType": {"role": "AssumedRole", "user": "User"}.get(caller.kind),
        **({"aws:username": caller.name} if caller.kind == "user" else {}),
    }
    service = {"aws:PrincipalServiceName": caller.name}
    return {
        "aws:RequestedRegion": call.region,
        # The emulator speaks plain HTTP, in place of endpoints that speak TLS.
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
        "aws:CurrentTime": datetime.now(timezone.utc).isoformat(),
        "aws:PrincipalIsAWSService": str(caller.kind == "service").lower(),
        **(service if caller.kind == "service" else people),
    }
