"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html

A replica of an instance whose password RDS manages is refused in `patches/rds.py`, where replicas are made.
"""

from moto.rds.exceptions import RDSClientError
from moto.rds.models import RDSBackend as Backend

from .common import before

COMBINATION = "InvalidParameterCombination"
# Below, gp3 has a fixed 3000 IOPS; from there on at least 12,000, which has to be said. Engines but Oracle and SQL Server.
SMALLEST_WITH_IOPS = 400
FEWEST_IOPS = 12000
ONLY_ONCE_SET = "performance_insights_kms_key_id"


def apply():
    before(Backend, "create_db_instance", create_db_instance)
    before(Backend, "modify_db_instance", modify_db_instance)
    before(Backend, "create_db_instance_read_replica", create_replica)
    before(Backend, "delete_db_parameter_group", delete_db_parameter_group)
    before(Backend, "delete_subnet_group", delete_subnet_group)


def refuse(code, message):
    raise RDSClientError(code, message)


def number(value, otherwise=0):
    return int(value) if value is not None else otherwise


def major(version):
    return str(version or "").split(".")[0]


def create_db_instance(self, given):
    engine, storage = given.get("engine"), number(given.get("allocated_storage"))
    if given.get("storage_type") == "gp3":
        check_gp3(engine, storage, given)
    check_limit(engine, storage, given)
    check_insights(given, given.get("performance_insights_retention_period"))
    if given.get("engine_version"):
        check_family(self, engine, given["engine_version"], given.get("db_parameter_group_name"))


def modify_db_instance(self, db_instance_identifier, given):
    instance = self.describe_db_instances(db_instance_identifier)[0]
    check_version(self, instance, given)
    check_storage(instance, given)
    if given.get("master_user_password") and instance.is_replica:
        refuse(
            COMBINATION,
            f"Cannot change master user password on an RDS {instance.engine} Read Replica because it uses physical replication "
            "and therefore cannot differ from its parent.",
        )
    key = getattr(instance, ONLY_ONCE_SET, None)
    if key and given.get(ONLY_ONCE_SET) and given[ONLY_ONCE_SET] != key:
        refuse(COMBINATION, "You can't change your Performance Insights KMS key.")
    check_insights(given, getattr(instance, "performance_insights_retention_period", None))


def check_version(self, instance, given):
    running, wanted = instance.engine_version, given.get("engine_version")
    if wanted and number(major(wanted)) < number(major(running)):
        refuse(COMBINATION, f"Cannot upgrade {instance.engine} from {running} to {wanted}")
    if wanted and major(wanted) != major(running) and not given.get("allow_major_version_upgrade"):
        refuse(COMBINATION, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
    check_family(
        self, instance.engine, wanted or running, given.get("db_parameter_group_name") or instance.db_parameter_group_name
    )


def check_family(self, engine, version, name):
    group = self.db_parameter_groups.get(name) if name else None
    if group is None or name.startswith("default."):
        return
    family = f"{engine}{major(version)}"
    if engine == "postgres" and group.family != family:
        refuse(
            COMBINATION,
            f"The Parameter Group {name} with DBParameterGroupFamily {group.family} can't be used for this instance. "
            f"Please use a Parameter Group with DBParameterGroupFamily {family}.",
        )


def check_storage(instance, given):
    if instance.db_cluster_identifier:
        return
    before = instance.allocated_storage
    storage = number(given.get("allocated_storage"), before)
    if storage < before:
        refuse(
            "InvalidParameterValue",
            f"Requested storage size ({storage}) cannot be less than the current storage size ({before}).",
        )
    if (given.get("storage_type") or instance.storage_type) == "gp3":
        check_gp3(instance.engine, storage, given)
    check_limit(instance.engine, storage, given)


def check_gp3(engine, storage, given):
    has_performance = given.get("iops") is not None or given.get("storage_throughput") is not None
    if has_performance and storage < SMALLEST_WITH_IOPS and not engine.startswith(("oracle", "sqlserver")):
        refuse(
            COMBINATION,
            f"You can't specify IOPS or storage throughput for engine {engine} and a storage size less than "
            f"{SMALLEST_WITH_IOPS}.",
        )
    iops = given.get("iops")
    if iops is not None and int(iops) < FEWEST_IOPS and not engine.startswith(("oracle", "sqlserver")):
        refuse(COMBINATION, f"Invalid iops value for engine name {engine} and storage type gp3: {iops}")


def check_limit(engine, storage, given):
    limit = given.get("max_allocated_storage")
    if limit is not None and storage < number(limit) and number(limit) * 10 < storage * 11:
        refuse(COMBINATION, "The maximum allocated storage must be increased by at least 10 percent.")


def check_insights(given, kept):
    if given.get("database_insights_mode") == "advanced" and number(kept) < 465:
        refuse(
            COMBINATION,
            "To enable the Advanced mode of Database Insights, modify your instance to enable Performance Insights and set "
            "the retention period for Performance Insights to at least 465 days.",
        )


def create_replica(self, given):
    source = self.find_db_from_id(given["source_db_instance_identifier"])
    if not source.backup_retention_period:
        refuse(
            "InvalidDBInstanceState",
            "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance "
            "to set the backup retention period to a non-zero value.",
        )


def delete_db_parameter_group(self, db_parameter_group_name):
    # One that is only pending holds the group as well.
    held = {
        name
        for instance in self.databases.values()
        for name in (
            instance.db_parameter_group_name,
            getattr(instance, "waiting", {}).get("db_parameter_group_name"),
        )
    }
    if db_parameter_group_name in held:
        refuse(
            "InvalidDBParameterGroupState",
            f"One or more database instances are still members of this parameter group {db_parameter_group_name}, so the group "
            "cannot be deleted",
        )


def delete_subnet_group(self, subnet_name):
    for instance in self.databases.values():
        if getattr(instance, "_db_subnet_group_name", None) == subnet_name:
            refuse(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{subnet_name}' because at least one database instance: "
                f"{instance.db_instance_identifier} is still using it.",
            )
