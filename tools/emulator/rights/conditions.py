"""The Condition element of a statement.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""

import ipaddress
from datetime import datetime

from .patterns import arn_like, like

# What the emulator says of a request, or knows to be absent when nobody said it. `prefix*` stands for all that begin so.
KNOWN = (
    "aws:CurrentTime", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName",
    "aws:PrincipalType", "aws:RequestedRegion", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "aws:SourceIp",
    "aws:SourceVpc", "aws:SourceVpce", "aws:ViaAWSService", "aws:username", "ecs:cluster", "iam:PassedToService",
    "kms:CallerAccount", "kms:EncryptionContext:*", "kms:GrantIsForAWSResource", "kms:ViaService", "s3:delimiter",
    "s3:prefix", "s3:x-amz-acl", "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id",
)  # fmt: skip


class NotKnown(Exception):
    """The emulator cannot tell what AWS would say; it does not guess."""


def holds(condition, context):
    """Whether all of a Condition element is true. Names of keys have no case."""
    given = {key.lower(): value for key, value in context.items()}
    return all(
        is_true(operator, listed(expected), given.get(key.lower()), key)
        for operator, keys in condition.items()
        for key, expected in keys.items()
    )


def is_true(operator, expected, actual, key):
    if actual is None and not any(like(known.lower(), key.lower()) for known in KNOWN):
        raise NotKnown(f"condition key {key}")
    quantifier, _, name = operator.rpartition(":")
    if name == "Null":
        return (actual is None) == (str(expected[0]).lower() == "true")
    if name.endswith("IfExists"):
        if actual is None:
            return True
        name = name.removesuffix("IfExists")
    compare, negated = comparison(name)

    def one(value):
        return any(compare(str(wanted), str(value)) for wanted in expected) != negated

    if quantifier == "ForAllValues":
        return all(one(value) for value in listed(actual))
    if quantifier == "ForAnyValue":
        return any(one(value) for value in listed(actual))
    if quantifier:
        raise NotKnown(f"condition operator {operator}")
    return negated if actual is None else one(actual)


def comparison(name):
    """How two values are compared, and whether the operator wants the opposite."""
    positive = name.replace("Not", "", 1)
    opposite = positive != name and positive != "Bool" and "Than" not in positive
    if positive in COMPARISONS and (positive == name or opposite):
        return COMPARISONS[positive], opposite
    raise NotKnown(f"condition operator {name}")


def moment(text):
    return float(text) if text.isdigit() else datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def ordered(parse):
    """What Numeric and Date have in common; the policy's value stands on the right."""
    return {
        "Equals": lambda wanted, value: parse(value) == parse(wanted),
        "LessThan": lambda wanted, value: parse(value) < parse(wanted),
        "LessThanEquals": lambda wanted, value: parse(value) <= parse(wanted),
        "GreaterThan": lambda wanted, value: parse(value) > parse(wanted),
        "GreaterThanEquals": lambda wanted, value: parse(value) >= parse(wanted),
    }


COMPARISONS = {
    "StringEquals": lambda wanted, value: wanted == value,
    "StringEqualsIgnoreCase": lambda wanted, value: wanted.lower() == value.lower(),
    "StringLike": like,
    # AWS takes both for the same.
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda wanted, value: wanted.lower() == value.lower(),
    "IpAddress": lambda wanted, value: ipaddress.ip_address(value) in ipaddress.ip_network(wanted),
    **{f"Numeric{name}": compare for name, compare in ordered(float).items()},
    **{f"Date{name}": compare for name, compare in ordered(moment).items()},
}

def listed(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
