"""What the emulator says of statements: reads a list of `{"statement", "action", "resource", "context", "caller"}`."""

import json
import sys

from emulator.rights.conditions import NotKnown
from emulator.rights.needed import WITHOUT_RESOURCE
from emulator.rights.statements import Caller, Policy, Request, matches

CALLERS = {
    "role": Caller("role", "arn:aws:sts::123456789012:assumed-role/api/1", "arn:aws:iam::123456789012:role/api", "api"),
    "service": Caller("service", "sns.amazonaws.com", "sns.amazonaws.com", "sns.amazonaws.com"),
}


def said(case):
    policy = Policy("test", "test", {"Statement": {"Effect": "Allow", **case["statement"]}})
    request = Request(case.get("action", "s3:GetObject"), case.get("resource", "arn:aws:s3:::shop/a"), case.get("context", {}))
    names = any(element.endswith("Principal") for element in case["statement"])
    try:
        [match] = matches([policy], request, CALLERS[case.get("caller", "role")], names) or [None]
    except NotKnown as error:
        return f"cannot judge {error}"
    return "nothing" if match is None else "leaves it to the account" if match.delegates else "speaks of it"


json.dump({"said": [said(case) for case in json.load(sys.stdin)], "without": WITHOUT_RESOURCE}, sys.stdout)
