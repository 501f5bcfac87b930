"""Rights as AWS judges them. moto has a check of its own, which knows neither resources nor conditions nor policies of
resources, wants Terraform to be a user, and asks nobody before services that moto lacks.

Who comes with a key of a user or a session of a role has the rights of its policies. Who comes with the name of a service
as access key is that service: `logging.s3.amazonaws.com`. Everybody else is the account itself, which may do anything.

What only AWS would know of a request is said in a header: `X-Emulator-Context: {"aws:SourceArn": "arn:…"}`. With
`X-Emulator-Dry-Run: true` nothing is done but the judging, as with DryRun in EC2. `GET /_emulator/rights` tells which
statements no call has needed so far.
"""

import json

from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from . import answers, policies
from .callers import NotACaller, find
from .calls import Call, credential
from .conditions import NotKnown
from .judge import Judge
from .needed import needs


class Rights:
    """Refuses what policies do not allow, before anything is done."""

    def __init__(self, app):
        self.app = app
        self.judge = Judge()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/_emulator/rights":
            return answers.plain(start_response, {"principals": policies.principals(), "unused": self.judge.unused()})
        signed = credential(environ)
        try:
            caller = find(signed.key) if signed else None
        except NotACaller:
            return answers.refuse(
                environ, start_response, signed.service, 403, "InvalidClientTokenId", "The security token is not valid."
            )
        if caller is None:
            return self.app(environ, start_response)
        call = Call(environ, signed)
        given = json.loads(environ.get("HTTP_X_EMULATOR_CONTEXT", "{}"))
        try:
            reason = self.judge.refusal(caller, call, needs(call), given)
        except (HTTPException, ServiceException):
            # What is not there moto tells best.
            return self.app(environ, start_response)
        except NotKnown as error:
            message = f"The emulator cannot judge this: {error}."
            return answers.refuse(environ, start_response, call.service, 400, "NotImplementedByEmulator", message)
        if reason:
            return answers.refuse(environ, start_response, call.service, 403, "AccessDenied", reason)
        if environ.get("HTTP_X_EMULATOR_DRY_RUN"):
            message = "Request would have succeeded, but DryRun flag is set."
            return answers.refuse(environ, start_response, call.service, 412, "DryRunOperation", message)
        return self.app(environ, start_response)
