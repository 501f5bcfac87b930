"""Without it, all instances share one resource id and forget monitoring, insights and storage limits, and a replica is
made of an instance of which RDS makes none.
"""

import string
from datetime import datetime, timedelta

from moto.moto_api._internal import mock_random
from moto.rds import models
from moto.rds.responses import RDSResponse as Response

KEPT = (
    "engine_lifecycle_support",
    "iops",
    "max_allocated_storage",
    "monitoring_interval",
    "monitoring_role_arn",
    "performance_insights_kms_key_id",
    "performance_insights_retention_period",
    "preferred_backup_window",
    "preferred_maintenance_window",
    "storage_throughput",
)
# What a replica has of its own, by the name of the request's field.
REPLICA = {
    "backup_retention_period": ("backup_retention_period", 0),
    "enable_iam_database_authentication": ("enable_iam_database_authentication", False),
    "enable_performance_insights": ("performance_insights_enabled", False),
    "enable_cloudwatch_logs_exports": ("enabled_cloudwatch_logs_exports", []),
    "monitoring_interval": ("monitoring_interval", 0),
    "multi_az": ("multi_az", False),
}


def apply():
    patch_instances()
    patch_replicas()
    patch_modifications()
    patch_windows()
    patch_parameters()


def resource_id():
    letters = string.ascii_uppercase + string.digits
    return "db-" + "".join(mock_random.choice(letters) for _ in range(26))


def patch_instances():
    original = models.DBInstance.__init__

    def init(self, *args, **given):
        original(self, *args, **given)
        self.dbi_resource_id = resource_id()
        if given.get("enable_performance_insights") is not None:
            self.performance_insights_enabled = bool(given["enable_performance_insights"])
        for field in KEPT:
            if given.get(field) is not None:
                keep(self, field, given[field])
        self.preferred_maintenance_window = self.preferred_maintenance_window.lower()
        # What gp3 has by itself, which the provider asks for again with every change of the storage.
        if self.storage_type == "gp3" and self.iops is None:
            self.iops, self.storage_throughput = (12000, 500) if int(self.allocated_storage) >= 400 else (3000, 125)
        # What AWS takes unless told otherwise; without it the provider changes each instance after it was made.
        self.ca_certificate_identifier = given.get("ca_certificate_identifier") or "rds-ca-rsa2048-g1"

    models.DBInstance.__init__ = init


def keep(instance, field, value):
    try:
        setattr(instance, field, value)
    except (AttributeError, NotImplementedError):
        pass  # a member of a cluster has it from the cluster


def patch_replicas():
    original = models.RDSBackend.create_db_instance_read_replica

    def create(self, given):
        refuse_managed(self.find_db_from_id(given["source_db_instance_identifier"]))
        replica = original(self, given)
        replica.dbi_resource_id = resource_id()
        for field, (attribute, default) in REPLICA.items():
            value = given.get(field)
            setattr(replica, attribute, default if value is None else value)
        limit = given.get("max_allocated_storage")
        replica._max_allocated_storage = replica.allocated_storage if limit is None else limit
        return replica

    models.RDSBackend.create_db_instance_read_replica = create


def refuse_managed(source):
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations"""
    if source.manage_master_user_password and not source.engine.startswith("sqlserver"):
        raise models.InvalidParameterValue(
            f"Creating read replicas for source instance with engine {source.engine} where ManageMasterUserPassword is "
            "enabled is not supported."
        )


def patch_modifications():
    """AWS answers in lower case, whatever it was given."""
    original = models.RDSBackend.modify_db_instance

    def modify(self, db_instance_identifier, db_kwargs):
        window = db_kwargs.get("preferred_maintenance_window")
        if window:
            db_kwargs["preferred_maintenance_window"] = window.lower()
        return original(self, db_instance_identifier, db_kwargs)

    models.RDSBackend.modify_db_instance = modify


def patch_windows():
    """A maintenance window may begin when the backup window ends; moto calls that an overlap."""
    original = models.valid_preferred_maintenance_window

    def valid(maintenance_window, backup_window):
        if backup_window:
            start, end = backup_window.split("-")
            earlier = datetime.strptime(end, "%H:%M") - timedelta(minutes=1)
            backup_window = f"{start}-{earlier:%H:%M}"
        return original(maintenance_window, backup_window)

    models.valid_preferred_maintenance_window = valid


def patch_parameters():
    original = Response.describe_db_parameters

    def describe(self):
        answer = original(self)
        answer._result["Parameters"] = [{**parameter, "Source": "user"} for parameter in answer._result["Parameters"]]
        return answer

    Response.describe_db_parameters = describe
