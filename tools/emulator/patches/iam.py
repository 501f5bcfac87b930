"""Without it, a user that is destroyed with its keys is not destroyed: the provider asks for more kinds of credentials."""

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse as Response


def apply():
    Response.list_service_specific_credentials = lambda self: ActionResult({"ServiceSpecificCredentials": []})
