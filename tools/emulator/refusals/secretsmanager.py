"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html"""

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import SecretsManagerBackend as Backend

from .common import before


def apply():
    before(Backend, "create_secret", create_secret)


def create_secret(self, name, *args, **given):
    known = self.secrets.get(name) if name in self.secrets.keys() else None
    if known is not None and known.is_deleted():
        raise InvalidRequestException(
            "You can't create this secret because a secret with this name is already scheduled for deletion."
        )
