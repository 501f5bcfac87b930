"""Without it, the rotation of a secret that RDS keeps cannot be taken back: such a secret has no Lambda function."""

from moto.secretsmanager.exceptions import SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend as Backend


def apply():
    original = Backend.cancel_rotate_secret

    def cancel_rotate_secret(self, secret_id):
        if not self._is_valid_identifier(secret_id):
            raise SecretNotFoundException()
        secret = self.secrets[secret_id]
        if not secret.name.startswith("rds!"):
            return original(self, secret_id)
        secret.rotation_enabled = False
        return secret.to_short_dict()

    Backend.cancel_rotate_secret = cancel_rotate_secret
