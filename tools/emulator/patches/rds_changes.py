"""Without it, changes are done at once: RDS does some in the next maintenance window, unless it is asked not to wait, and
until then every plan wants them again. A new major version takes its replicas along. A subnet group that is changed stays.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
"""

from moto.rds.models import DBInstance
from moto.rds.models import RDSBackend as Backend

# What waits, by the request's field, as RDS calls it.
WAITING = {
    "allocated_storage": "AllocatedStorage",
    "db_instance_class": "DBInstanceClass",
    "engine_version": "EngineVersion",
    "iops": "Iops",
    "multi_az": "MultiAZ",
    "storage_throughput": "StorageThroughput",
    "storage_type": "StorageType",
}


def apply():
    modify, modify_subnets = Backend.modify_db_instance, Backend.modify_db_subnet_group

    def modify_db_instance(self, db_instance_identifier, db_kwargs):
        instance = self.describe_db_instances(db_instance_identifier)[0]
        waiting, given = getattr(instance, "waiting", {}), dict(db_kwargs)
        fields = [field for field in given if field in WAITING]
        # The parameters of another major version come with it.
        if is_major(instance, given):
            fields.append("db_parameter_group_name")
        if given.get("apply_immediately"):
            given, instance.waiting = {**waiting, **given}, {}
        else:
            kept = {field: given.pop(field) for field in fields if field in given}
            instance.waiting = {**waiting, **{field: value for field, value in kept.items() if changes(instance, field, value)}}
        if is_major(instance, given):
            upgrade_replicas(self, instance, given["engine_version"])
        return modify(self, db_instance_identifier, given)

    def modify_db_subnet_group(self, subnet_name, *args, **given):
        group = modify_subnets(self, subnet_name, *args, **given)
        self.subnet_groups[subnet_name] = group
        return group

    Backend.modify_db_instance = modify_db_instance
    Backend.modify_db_subnet_group = modify_db_subnet_group
    DBInstance.pending_modified_values = property(pending_modified_values)


def changes(instance, field, value):
    return value is not None and str(getattr(instance, field, None)) != str(value)


def is_major(instance, given):
    wanted = given.get("engine_version")
    return wanted is not None and wanted.split(".")[0] != instance.engine_version.split(".")[0]


def upgrade_replicas(backend, instance, version):
    for name in instance.replicas:
        replica = backend.databases.get(name)
        if replica:
            replica.engine_version = version
            replica.db_parameter_group_name = None


def pending_modified_values(self):
    return {WAITING[field]: value for field, value in getattr(self, "waiting", {}).items() if field in WAITING}
