"""https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html"""

from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.responses import ElastiCacheResponse as Response

from .common import before

COMBINATION = "InvalidParameterCombination"


def apply():
    before(Response, "create_replication_group", create_replication_group)
    before(Response, "modify_replication_group", modify_replication_group)
    before(Response, "decrease_replica_count", decrease_replica_count)
    before(Response, "delete_cache_parameter_group", delete_cache_parameter_group)
    before(Response, "delete_cache_subnet_group", delete_cache_subnet_group)


def refuse(code, message):
    raise ElastiCacheException(code, message)


def groups_of(request):
    return request.elasticache_backend.replication_groups.values()


def create_replication_group(self):
    nodes = self._get_int_param("NumCacheClusters") or 1 + (self._get_int_param("ReplicasPerNodeGroup") or 0)
    failover = self._get_bool_param("AutomaticFailoverEnabled")
    if failover and nodes < 2 and not self._get_param("NumNodeGroups"):
        refuse(COMBINATION, "When using automatic failover, there must be at least 2 cache clusters in the replication group.")
    check_zones(self._get_bool_param("MultiAZEnabled"), failover)
    if self._get_param("AuthToken") and not self._get_bool_param("TransitEncryptionEnabled"):
        refuse(COMBINATION, "The AUTH token is only supported when encryption-in-transit is enabled.")
    if (self._get_param("CacheNodeType") or "").startswith("cache.r6gd.") and not self._get_bool_param("DataTieringEnabled"):
        refuse(
            COMBINATION,
            f"When using the {self._get_param('CacheNodeType')} node type, you must enable data tiering.",
        )


def modify_replication_group(self):
    group = self.elasticache_backend.describe_replication_groups(self._get_param("ReplicationGroupId"))[0]
    given, zones = self._get_bool_param("AutomaticFailoverEnabled"), self._get_bool_param("MultiAZEnabled")
    failover = group.automatic_failover == "enabled" if given is None else given
    if given and len(group.member_clusters) < 2:
        refuse(COMBINATION, "When using automatic failover, there must be at least 2 cache clusters in the replication group.")
    check_zones(group.multi_az == "enabled" if zones is None else zones, failover)


def check_zones(zones, failover):
    if zones and not failover:
        refuse(COMBINATION, "Must have automatic failover enabled when Multi-AZ is enabled.")


def decrease_replica_count(self):
    group = self.elasticache_backend.describe_replication_groups(self._get_param("ReplicationGroupId"))[0]
    if group.automatic_failover == "enabled" and (self._get_int_param("NewReplicaCount") or 0) < 1:
        refuse(
            "InvalidParameterValue",
            "Must have at least 1 replica when cluster mode is disabled with auto failover enabled.",
        )


def delete_cache_parameter_group(self):
    name = self._get_param("CacheParameterGroupName")
    if any(group.cache_parameter_group_name == name for group in groups_of(self)):
        refuse(
            "InvalidCacheParameterGroupState",
            f"One or more cache clusters are still members of this parameter group {name}, so the group cannot be deleted.",
        )


def delete_cache_subnet_group(self):
    name = self._get_param("CacheSubnetGroupName")
    if any(group.cache_subnet_group_name == name for group in groups_of(self)):
        refuse("CacheSubnetGroupInUse", f"Cache subnet group {name} is currently in use by a cache cluster.")
