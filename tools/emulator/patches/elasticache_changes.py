"""Without it, a group keeps its nodes, and changes are done at once: AWS does some in the next maintenance window, unless
it is asked not to wait, and until then every plan wants them again."""

from moto.core.responses import ActionResult
from moto.elasticache.models import CacheSubnetGroup
from moto.elasticache.responses import ElastiCacheResponse as Response

from .elasticache import add_member

# Attributes of a group by the request's parameter.
GROUP = {
    "ReplicationGroupDescription": "description",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "SnapshotWindow": "snapshot_window",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "SecurityGroupIds": "security_group_ids",
}
WAITING = {
    "CacheNodeType": "cache_node_type",
    "EngineVersion": "engine_version",
    "AutomaticFailoverEnabled": "automatic_failover",
    "MultiAZEnabled": "multi_az",
}
SWITCHES = ("automatic_failover", "multi_az")


def apply():
    Response.modify_replication_group = modify_replication_group
    Response.increase_replica_count = lambda self: set_replicas(self)
    Response.decrease_replica_count = lambda self: set_replicas(self)
    Response.modify_cache_subnet_group = modify_cache_subnet_group


def group_of(request):
    return request.elasticache_backend.describe_replication_groups(request._get_param("ReplicationGroupId"))[0]


def modify_replication_group(self):
    group = group_of(self)
    waiting = getattr(group, "waiting", {})
    given = {parameter: self._get_param(parameter) for parameter in (*GROUP, *WAITING)}
    wanted = {parameter: value for parameter, value in given.items() if value is not None}
    if self._get_bool_param("ApplyImmediately"):
        wanted, group.waiting = {**waiting, **wanted}, {}
    else:
        group.waiting = {**waiting, **{name: wanted.pop(name) for name in list(wanted) if name in WAITING}}
    for parameter, value in wanted.items():
        attribute = {**GROUP, **WAITING}[parameter]
        setattr(group, attribute, ("enabled" if value else "disabled") if attribute in SWITCHES else value)
    make_members_anew(self.elasticache_backend, group, len(group.member_clusters))
    return ActionResult({"ReplicationGroup": group})


def set_replicas(self):
    group = group_of(self)
    make_members_anew(self.elasticache_backend, group, 1 + self._get_int_param("NewReplicaCount"))
    return ActionResult({"ReplicationGroup": group})


def make_members_anew(backend, group, nodes):
    """The provider reads most of a group from its members."""
    for member in group.member_clusters:
        backend.cache_clusters.pop(member, None)
    node_group = group.node_groups[0]
    group.member_clusters, node_group["node_group_members"] = [], []
    group._set_node_members_clusters_disabled(
        member_clusters=group.member_clusters,
        replication_group_id=group.replication_group_id,
        replication_group_domain=node_group["primary_endpoint_address"].removeprefix("master."),
        node_group=node_group,
        preferred_cache_cluster_azs=[],
        num_cache_clusters=nodes,
        replicas_per_node_group=0,
    )
    for member in group.member_clusters:
        add_member(backend, group, member)


def modify_cache_subnet_group(self):
    name, backend = self._get_param("CacheSubnetGroupName"), self.elasticache_backend
    before = backend.describe_cache_subnet_groups(name)[0]
    after = CacheSubnetGroup(
        self.current_account,
        self.region,
        name,
        self._get_param("CacheSubnetGroupDescription") or before.cache_subnet_group_description,
        self._get_param("SubnetIds") or before.subnet_ids,
        before.tags,
    )
    backend.cache_subnet_groups[name] = after
    return ActionResult({"CacheSubnetGroup": after})
