"""https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html"""

from moto.wafv2.exceptions import WAFv2ClientError
from moto.wafv2.models import WAFV2Backend as Backend

from .common import before

IN_USE = (
    "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with "
    "another resource."
)


def apply():
    before(Backend, "delete_web_acl", delete_web_acl)
    before(Backend, "put_logging_configuration", put_logging_configuration)


def delete_web_acl(self, name, scope, _id, lock_token):
    for acl in self.wacls.values():
        if acl.id == _id and acl.associated_resources:
            raise WAFv2ClientError("WAFAssociatedItemException", IN_USE)


def put_logging_configuration(self, arn, log_destination_configs, *args):
    for destination in log_destination_configs:
        name = destination.split(":log-group:")[-1].split(":::")[-1].split("deliverystream/")[-1]
        if not name.startswith("aws-waf-logs-"):
            raise WAFv2ClientError(
                "WAFInvalidParameterException",
                "Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by "
                f"colons or slashes., field: LOG_DESTINATION, parameter: {destination}",
            )
