"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html

That a group exists already, and that a region has ten resource policies, moto knows by itself.
"""

from moto.core.exceptions import JsonRESTError
from moto.kms.models import kms_backends
from moto.logs.models import LogsBackend as Backend

from .common import before


def apply():
    before(Backend, "create_log_group", create_log_group)
    before(Backend, "put_metric_filter", put_metric_filter)


def create_log_group(self, log_group_name, tags, **given):
    key = given.get("kmsKeyId")
    if not key or log_group_name in self.groups:
        return
    if not key.startswith("arn:"):
        raise JsonRESTError("InvalidParameterException", "The specified KMS Key Id could not be found.")
    _, _, _, region, account, name = key.split(":", 5)
    known = kms_backends[account][region].keys.get(name.split("/")[-1])
    service = f"logs.{self.region_name}.amazonaws.com"
    if known is None or service not in str(known.policy):
        group = f"arn:aws:logs:{self.region_name}:{self.account_id}:log-group:{log_group_name}"
        raise JsonRESTError(
            "AccessDeniedException",
            f"The specified KMS key does not exist or is not allowed to be used with Arn '{group}'",
        )


def put_metric_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations):
    for one in metric_transformations:
        if one.get("dimensions") and one.get("defaultValue") is not None:
            raise JsonRESTError(
                "InvalidParameterException",
                "Invalid metric transformation: dimensions and default value are mutually exclusive properties.",
            )
