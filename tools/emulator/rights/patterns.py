"""Wildcards of policies: `*` is any text, `?` one character; nothing else is special."""

import functools
import re


@functools.cache
def compiled(pattern):
    return re.compile("".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern), re.DOTALL)


def like(pattern, value):
    return compiled(pattern).fullmatch(value) is not None


def arn_like(pattern, arn):
    """Each of the six parts for itself: a wildcard for the region does not reach into the account."""
    if pattern == "*":
        return True
    parts, wanted = arn.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(wanted) and all(like(want, part) for want, part in zip(wanted, parts))
