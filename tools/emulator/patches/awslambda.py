"""Without it, a function wants Docker to run. Here it runs as a process, whose AWS is the emulator, with the rights of its
role."""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile

from moto.awslambda.models import LambdaFunction as Function
from moto.sts.models import sts_backends

# What Lambda's runtime does: find the handler, call it, and tell apart what it returns and what it raises.
RUNTIME = """
import importlib, json, os, sys, time

event = json.load(sys.stdin)
end = time.monotonic() + int(os.environ["AWS_LAMBDA_FUNCTION_TIMEOUT"])

class Context:
    def get_remaining_time_in_millis(self):
        return int((end - time.monotonic()) * 1000)

answer, sys.stdout = sys.stdout, sys.stderr
module, name = os.environ["_HANDLER"].rsplit(".", 1)
try:
    json.dump(getattr(importlib.import_module(module), name)(event, Context()), answer)
except Exception as error:
    json.dump({"errorType": type(error).__name__, "errorMessage": str(error)}, answer)
    sys.exit(1)
"""

# Where the emulator listens.
place = {}


def apply():
    Function._invoke_lambda = invoke


def invoke(self, event=None):
    session = sts_backends[self.account_id]["aws"].assume_role(
        self.region, self.function_name, self.role, policy=None, duration=self.timeout, external_id=None
    )
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(io.BytesIO(self.code_bytes)).extractall(folder)
        env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ},
            "AWS_ACCESS_KEY_ID": session.access_key_id,
            "AWS_SECRET_ACCESS_KEY": session.secret_access_key,
            "AWS_SESSION_TOKEN": session.session_token,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ENDPOINT_URL": place["url"],
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(self.timeout),
            "_HANDLER": self.handler,
            **self.environment_vars,
        }
        done = subprocess.run(
            [sys.executable, "-c", RUNTIME], input=json.dumps(event or {}), cwd=folder, env=env, capture_output=True, text=True
        )
    return done.stdout, done.returncode != 0, done.stderr
