"""Without it, a rotation by a function wants Docker to run it. What AWS asks of the function is asked; nothing is run.

A secret whose rotation begins later keeps its value: AWS then calls the function's test, which changes nothing.
"""

import json
import time

from moto.awslambda.utils import get_backend
from moto.core.exceptions import JsonRESTError
from moto.secretsmanager.exceptions import SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend as Backend

NOT_ALLOWED = (
    "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the "
    "principal secretsmanager.amazonaws.com."
)


def apply():
    original = Backend.rotate_secret

    def rotate_secret(self, secret_id, *args, rotation_lambda_arn=None, rotate_immediately=True, **given):
        if rotate_immediately or not rotation_lambda_arn:
            return original(
                self, secret_id, *args, rotation_lambda_arn=rotation_lambda_arn, rotate_immediately=rotate_immediately, **given
            )
        if not self._is_valid_identifier(secret_id):
            raise SecretNotFoundException()
        if not may_call(get_backend(self.account_id, self.region_name).get_function(rotation_lambda_arn)):
            raise JsonRESTError("AccessDeniedException", NOT_ALLOWED)
        secret = self.secrets[secret_id]
        secret.rotation_requested = True
        secret.rotation_enabled = True
        secret.rotation_lambda_arn = rotation_lambda_arn
        secret.auto_rotate_after_days = (given.get("rotation_rules") or {}).get("AutomaticallyAfterDays", 0)
        secret.next_rotation_date = int(time.time()) + secret.auto_rotate_after_days * 86400
        return secret.to_short_dict()

    Backend.rotate_secret = rotate_secret
    patch_versions()


def patch_versions():
    """Secrets of others are inputs: like certificates and zones they are taken to be there, and to have a value."""
    original = Backend.list_secret_version_ids

    def list_secret_version_ids(self, secret_id):
        if secret_id in self.secrets or not secret_id.startswith("arn:"):
            return original(self, secret_id)
        version = {"VersionId": "0" * 32, "VersionStages": ["AWSCURRENT"], "CreatedDate": 0, "LastAccessedDate": 0}
        return json.dumps({"ARN": secret_id, "Name": secret_id.split(":")[-1][:-7], "Versions": [version]})

    Backend.list_secret_version_ids = list_secret_version_ids


def may_call(function):
    return any("secretsmanager.amazonaws.com" in json.dumps(statement) for statement in function.policy.statements)
