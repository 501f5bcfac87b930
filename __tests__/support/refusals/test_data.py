import unittest

from aws import RefusalCase, client, fresh, network

rds, cache = client("rds"), client("elasticache")
COMBINATION = "InvalidParameterCombination"


def parameters(version):
    name = fresh(f"pg{version}")
    rds.create_db_parameter_group(DBParameterGroupName=name, DBParameterGroupFamily=f"postgres{version}", Description=name)
    return name


def wanted(**more):
    return {
        "DBInstanceIdentifier": fresh("db"),
        "DBInstanceClass": "db.t4g.medium",
        "Engine": "postgres",
        "EngineVersion": "15",
        "AllocatedStorage": 50,
        "StorageType": "gp3",
        "MasterUsername": "shop",
        "MasterUserPassword": "of-the-shop",
        "BackupRetentionPeriod": 7,
        **more,
    }


def instance(**more):
    given = wanted(**more)
    rds.create_db_instance(**given)
    return {"DBInstanceIdentifier": given["DBInstanceIdentifier"], "ApplyImmediately": True}


class Databases(RefusalCase):
    def test_a_major_version_wants_to_be_asked_for(self):
        old, new = parameters(15), parameters(16)
        named = instance(DBParameterGroupName=old)
        upgrade = {**named, "EngineVersion": "16", "DBParameterGroupName": new}
        words = "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."
        self.refused(COMBINATION, words, rds.modify_db_instance, **upgrade)
        stale = {**upgrade, "DBParameterGroupName": old, "AllowMajorVersionUpgrade": True}
        words = f"The Parameter Group {old} with DBParameterGroupFamily postgres15 can't be used for this instance."
        self.refused(COMBINATION, words, rds.modify_db_instance, **stale)
        rds.modify_db_instance(**upgrade, AllowMajorVersionUpgrade=True)
        back = {**upgrade, "EngineVersion": "15", "DBParameterGroupName": old, "AllowMajorVersionUpgrade": True}
        self.refused(COMBINATION, "Cannot upgrade postgres from 16 to 15", rds.modify_db_instance, **back)

    def test_parameters_in_use(self):
        old, new = parameters(15), parameters(15)
        named = instance(DBParameterGroupName=old)
        words = f"One or more database instances are still members of this parameter group {old}, so the group cannot be deleted"
        delete = rds.delete_db_parameter_group
        self.refused("InvalidDBParameterGroupState", words, delete, DBParameterGroupName=old)
        rds.modify_db_instance(**named, DBParameterGroupName=new)
        delete(DBParameterGroupName=old)

    def test_a_group_of_subnets_in_use(self):
        name = fresh("subnets")
        rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription=name, SubnetIds=network()[1])
        named = instance(DBSubnetGroupName=name)["DBInstanceIdentifier"]
        words = f"Cannot delete the subnet group '{name}' because at least one database instance: {named} is still using it."
        self.refused("InvalidDBSubnetGroupStateFault", words, rds.delete_db_subnet_group, DBSubnetGroupName=name)
        rds.delete_db_instance(DBInstanceIdentifier=named, SkipFinalSnapshot=True)
        rds.delete_db_subnet_group(DBSubnetGroupName=name)

    def test_storage(self):
        named, modify = instance(), rds.modify_db_instance
        words = "Requested storage size (20) cannot be less than the current storage size (50)."
        self.refused("InvalidParameterValue", words, modify, **named, AllocatedStorage=20)
        words = "You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400."
        self.refused(COMBINATION, words, modify, **named, AllocatedStorage=100, Iops=3000)
        self.refused(COMBINATION, words, rds.create_db_instance, **wanted(Iops=3000))
        words = "The maximum allocated storage must be increased by at least 10 percent."
        self.refused(COMBINATION, words, modify, **named, MaxAllocatedStorage=52)
        words = "Invalid iops value for engine name postgres and storage type gp3: 3000"
        self.refused(COMBINATION, words, modify, **named, AllocatedStorage=400, Iops=3000)
        modify(**named, AllocatedStorage=400, Iops=12000, StorageThroughput=500)
        modify(**named, MaxAllocatedStorage=440)

    def test_deletion_protection(self):
        named = instance(DeletionProtection=True)["DBInstanceIdentifier"]
        delete = {"DBInstanceIdentifier": named, "SkipFinalSnapshot": True}
        words = "Cannot delete protected DB Instance, please disable deletion protection and try again."
        self.refused(COMBINATION, words, rds.delete_db_instance, **delete)
        rds.modify_db_instance(DBInstanceIdentifier=named, DeletionProtection=False)
        rds.delete_db_instance(**delete)

    def test_a_last_snapshot_twice(self):
        last = fresh("last")
        for index in range(2):
            delete = {"DBInstanceIdentifier": instance()["DBInstanceIdentifier"], "FinalDBSnapshotIdentifier": last}
            if index == 0:
                rds.delete_db_instance(**delete)
            else:
                self.refused("DBSnapshotAlreadyExists", last, rds.delete_db_instance, **delete)

    def test_replicas(self):
        def copy(source):
            return {"DBInstanceIdentifier": fresh("copy"), "SourceDBInstanceIdentifier": source}

        create = rds.create_db_instance_read_replica
        without = instance(BackupRetentionPeriod=0)["DBInstanceIdentifier"]
        words = "Automated backups are not enabled for this database instance."
        self.refused("InvalidDBInstanceState", words, create, **copy(without))
        given = wanted(ManageMasterUserPassword=True)
        del given["MasterUserPassword"]
        rds.create_db_instance(**given)
        words = "where ManageMasterUserPassword is enabled is not supported"
        self.refused("InvalidParameterValue", words, create, **copy(given["DBInstanceIdentifier"]))
        made = copy(instance()["DBInstanceIdentifier"])
        create(**made)
        words = "Cannot change master user password on an RDS postgres Read Replica"
        named = {"DBInstanceIdentifier": made["DBInstanceIdentifier"]}
        self.refused(COMBINATION, words, rds.modify_db_instance, **named, MasterUserPassword="another-one")

    def test_what_waits_for_the_window(self):
        """Not refused, and not done either: the next plan wants it again."""
        named = instance()["DBInstanceIdentifier"]
        rds.modify_db_instance(DBInstanceIdentifier=named, DBInstanceClass="db.t4g.large", DeletionProtection=True)
        described = lambda: rds.describe_db_instances(DBInstanceIdentifier=named)["DBInstances"][0]  # noqa: E731
        self.assertEqual(described()["DBInstanceClass"], "db.t4g.medium")
        self.assertEqual(described()["PendingModifiedValues"], {"DBInstanceClass": "db.t4g.large"})
        self.assertTrue(described()["DeletionProtection"])
        rds.modify_db_instance(DBInstanceIdentifier=named, ApplyImmediately=True)
        self.assertEqual(described()["DBInstanceClass"], "db.t4g.large")
        self.assertEqual(described()["PendingModifiedValues"], {})


class Caches(RefusalCase):
    def group(self, **more):
        name = fresh("cache")
        cache.create_replication_group(ReplicationGroupId=name, ReplicationGroupDescription=name, Engine="redis", **more)
        return {"ReplicationGroupId": name, "ApplyImmediately": True}

    def test_failover_wants_a_replica(self):
        words = "When using automatic failover, there must be at least 2 cache clusters in the replication group."
        given = {"ReplicationGroupId": fresh("cache"), "ReplicationGroupDescription": "One node", "NumCacheClusters": 1}
        self.refused(COMBINATION, words, cache.create_replication_group, **given, AutomaticFailoverEnabled=True)
        single = self.group(NumCacheClusters=1)
        modify = cache.modify_replication_group
        self.refused(COMBINATION, words, modify, **single, AutomaticFailoverEnabled=True)
        cache.increase_replica_count(**single, NewReplicaCount=1)
        modify(**single, AutomaticFailoverEnabled=True)
        words = "Must have at least 1 replica when cluster mode is disabled with auto failover enabled."
        decrease = {**single, "NewReplicaCount": 0}
        self.refused("InvalidParameterValue", words, cache.decrease_replica_count, **decrease)
        modify(**single, AutomaticFailoverEnabled=False)
        cache.decrease_replica_count(**decrease)

    def test_zones_want_failover(self):
        words = "Must have automatic failover enabled when Multi-AZ is enabled."
        pair = self.group(NumCacheClusters=2)
        self.refused(COMBINATION, words, cache.modify_replication_group, **pair, MultiAZEnabled=True)
        cache.modify_replication_group(**pair, MultiAZEnabled=True, AutomaticFailoverEnabled=True)
        self.refused(COMBINATION, words, cache.modify_replication_group, **pair, AutomaticFailoverEnabled=False)

    def test_a_token_wants_tls(self):
        words = "The AUTH token is only supported when encryption-in-transit is enabled."
        given = {"ReplicationGroupId": fresh("cache"), "ReplicationGroupDescription": "Plain", "AuthToken": "x" * 16}
        self.refused(COMBINATION, words, cache.create_replication_group, **given)

    def test_groups_in_use(self):
        name = fresh("group")
        made = {"CacheParameterGroupName": name, "CacheParameterGroupFamily": "redis7", "Description": name}
        cache.create_cache_parameter_group(**made)
        subnets = {"CacheSubnetGroupName": name, "CacheSubnetGroupDescription": name, "SubnetIds": network()[1]}
        cache.create_cache_subnet_group(**subnets)
        used = self.group(NumCacheClusters=1, CacheParameterGroupName=name, CacheSubnetGroupName=name)
        words = f"One or more cache clusters are still members of this parameter group {name}, so the group cannot be deleted."
        parameters = cache.delete_cache_parameter_group
        self.refused("InvalidCacheParameterGroupState", words, parameters, CacheParameterGroupName=name)
        words = f"Cache subnet group {name} is currently in use by a cache cluster."
        self.refused("CacheSubnetGroupInUse", words, cache.delete_cache_subnet_group, CacheSubnetGroupName=name)
        cache.delete_replication_group(ReplicationGroupId=used["ReplicationGroupId"])
        parameters(CacheParameterGroupName=name)
        cache.delete_cache_subnet_group(CacheSubnetGroupName=name)

    def test_what_waits_for_the_window(self):
        single = {"ReplicationGroupId": self.group(CacheNodeType="cache.t4g.small")["ReplicationGroupId"]}
        described = lambda: cache.describe_replication_groups(**single)["ReplicationGroups"][0]  # noqa: E731
        cache.modify_replication_group(**single, CacheNodeType="cache.t4g.medium")
        self.assertEqual(described()["CacheNodeType"], "cache.t4g.small")
        cache.modify_replication_group(**single, CacheNodeType="cache.t4g.medium", ApplyImmediately=True)
        self.assertEqual(described()["CacheNodeType"], "cache.t4g.medium")


if __name__ == "__main__":
    unittest.main()
