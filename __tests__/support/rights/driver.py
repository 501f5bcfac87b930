"""Has roles, users and services make calls, and tells which of them are refused. Nothing is done but the judging.

Reads `{"url", "region", "callers": [...], "calls": [...]}`; a caller is `{"role", "service", "context"}`, `{"user", "context"}`
or `{"service", "context"}`, a call `{"service", "operation", "input", "context"}`. Writes a list for each caller: for each
call `allowed`, `denied`, or what else came of it; or, in place of the list, why the caller cannot be one.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Lock

import boto3
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, ParamValidationError, UnknownServiceError

# HEAD has no body, so there is nothing but the status.
ALLOWED = {"DryRunOperation", "412"}
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}

CONFIG = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})
SESSION, GUARD = boto3.Session(), Lock()


class Caller:
    """Somebody with an access key."""

    def __init__(self, work, key, secret="-", token=None, context=None):
        self.work, self.context = work, context or {}
        self.credentials = {"aws_access_key_id": key, "aws_secret_access_key": secret, "aws_session_token": token}
        self.client = cache(self.client)
        self.headers = {}

    def client(self, service):
        # Sessions are not made for several threads.
        with GUARD:
            made = SESSION.client(
                service, endpoint_url=self.work["url"], region_name=self.work["region"], config=CONFIG, **self.credentials
            )
        made.meta.events.register("before-sign", self.add_headers)
        return made

    def add_headers(self, request, **_):
        for name, value in self.headers.items():
            request.headers[name] = value

    def make(self, call, dry=True):
        context = {**self.context, **call.get("context", {})}
        self.headers = {"X-Emulator-Context": json.dumps(context), **({"X-Emulator-Dry-Run": "true"} if dry else {})}
        try:
            client = self.client(call["service"])
        except UnknownServiceError:
            return self.make_unknown(call)
        if call["operation"] not in client.meta.service_model.operation_names:
            return self.make_unknown(call)
        return client._make_api_call(call["operation"], call["input"])

    def make_unknown(self, call):
        """A call that no SDK has: of the agent in a container, or of S3 when it copies objects by itself."""
        headers = {"X-Amz-Target": f"{call['service']}.{call['operation']}", "Content-Type": "application/x-amz-json-1.1"}
        request = AWSRequest("POST", self.work["url"], {**headers, **self.headers}, data=json.dumps(call["input"]))
        names = ("access_key_id", "secret_access_key", "session_token")
        keys = Credentials(*(self.credentials[f"aws_{name}"] for name in names))
        SigV4Auth(keys, call["service"], self.work["region"]).add_auth(request)
        answer = requests.post(self.work["url"], request.data, headers=dict(request.headers), timeout=60)
        error = {"Code": answer.json().get("__type"), "Message": answer.json().get("message")}
        raise ClientError({"Error": error}, call["operation"])


def outcome(caller, call):
    try:
        caller.make(call)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        return "allowed" if code in ALLOWED else "denied" if code in DENIED else str(error)
    except ParamValidationError as error:
        return str(error)
    return "done, where only the judging was asked for"


@contextmanager
def credentials(work, who):
    """A session of a role, a key of a user that goes with the test, or a service."""
    if "role" in who:
        service = Caller(work, who["service"], context=who.get("context"))
        asked = {"RoleArn": f"arn:aws:iam::123456789012:role/{who['role']}", "RoleSessionName": "rights"}
        given = service.make({"service": "sts", "operation": "AssumeRole", "input": asked}, dry=False)["Credentials"]
        yield Caller(work, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    elif "user" in who:
        iam = Caller(work, "test").client("iam")
        key = iam.create_access_key(UserName=who["user"])["AccessKey"]
        try:
            yield Caller(work, key["AccessKeyId"], key["SecretAccessKey"], context=who.get("context"))
        finally:
            iam.delete_access_key(UserName=who["user"], AccessKeyId=key["AccessKeyId"])
    else:
        yield Caller(work, who["service"], context=who.get("context"))


def outcomes(work, who):
    try:
        with credentials(work, who) as caller:
            return [outcome(caller, call) for call in work["calls"]]
    except ClientError as error:
        return str(error)


def main():
    work = json.load(sys.stdin)
    # One makes calls while another waits for the emulator.
    with ThreadPoolExecutor(3) as pool:
        json.dump(list(pool.map(lambda who: outcomes(work, who), work["callers"])), sys.stdout)


if __name__ == "__main__":
    main()
