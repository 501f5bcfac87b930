"""Without it there are no parameter groups, groups have no members, and deleting leaves everything there."""

import re

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache import models
from moto.elasticache.models import ElastiCacheBackend as Backend
from moto.elasticache.responses import ElastiCacheResponse as Response

KINDS = "cluster|snapshot|subnetgroup|replicationgroup|user|parametergroup"
GROUPS = {}
PARAMETERS = {}


class ParameterGroupNotFound(ServiceException):
    code = "CacheParameterGroupNotFoundFault"

    def __init__(self, name):
        super().__init__(f"CacheParameterGroup not found: {name}")


def apply():
    patch_tags()
    patch_replication_groups()
    patch_deletes()
    Response.create_cache_parameter_group = create_parameter_group
    Response.describe_cache_parameter_groups = describe_parameter_groups
    Response.modify_cache_parameter_group = modify_parameter_group
    Response.reset_cache_parameter_group = reset_parameter_group
    Response.describe_cache_parameters = describe_parameters
    Response.delete_cache_parameter_group = delete_parameter_group


def patch_tags():
    original = Backend.__init__

    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.arn_regex = re.compile(rf"^arn:aws:elasticache:.*:[0-9]*:({KINDS}):.*$")

    Backend.__init__ = init


def group_name(request):
    return request._get_param("CacheParameterGroupName")


def create_parameter_group(self):
    name = group_name(self)
    arn = f"arn:aws:elasticache:{self.region}:{self.current_account}:parametergroup:{name}"
    GROUPS[name] = {
        "ARN": arn,
        "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
        "CacheParameterGroupName": name,
        "Description": self._get_param("Description"),
        "IsGlobal": False,
    }
    PARAMETERS[name] = {}
    tags = self._get_param("Tags", [])
    if tags:
        self.elasticache_backend.tagging_service.tag_resource(arn, tags)
    return ActionResult({"CacheParameterGroup": GROUPS[name]})


def describe_parameter_groups(self):
    name = group_name(self)
    if name and name not in GROUPS:
        raise ParameterGroupNotFound(name)
    return ActionResult({"CacheParameterGroups": [GROUPS[name]] if name else list(GROUPS.values())})


def modify_parameter_group(self):
    for item in self._get_param("ParameterNameValues", []):
        PARAMETERS[group_name(self)][item["ParameterName"]] = item.get("ParameterValue", "")
    return ActionResult({"CacheParameterGroupName": group_name(self)})


def reset_parameter_group(self):
    for item in self._get_param("ParameterNameValues", []):
        PARAMETERS[group_name(self)].pop(item["ParameterName"], None)
    return ActionResult({"CacheParameterGroupName": group_name(self)})


def describe_parameters(self):
    values = PARAMETERS.get(group_name(self), {})
    shown = [{"ParameterName": key, "ParameterValue": value, "Source": "user"} for key, value in values.items()]
    return ActionResult({"Parameters": shown})


def delete_parameter_group(self):
    if GROUPS.pop(group_name(self), None) is None:
        raise ParameterGroupNotFound(group_name(self))
    return EmptyResult()


def patch_replication_groups():
    members = models.ReplicationGroup._set_node_members_clusters_disabled
    create = Response.create_replication_group

    def set_members(self, **given):
        if not given.get("replicas_per_node_group"):
            given["replicas_per_node_group"] = (given.get("num_cache_clusters") or 1) - 1
        return members(self, **given)

    def create_replication_group(self):
        answer = create(self)
        group = answer._result["ReplicationGroup"]
        for member in group.member_clusters:
            add_member(self.elasticache_backend, group, member)
        return answer

    models.ReplicationGroup._set_node_members_clusters_disabled = set_members
    Response.create_replication_group = create_replication_group


def add_member(backend, group, member):
    """The provider reads what a group consists of from its members."""
    version = group.engine_version or "7.1"
    if version.count(".") == 1:
        version += ".0"
    parameter_group = group.cache_parameter_group_name or f"default.{group.engine}{version.split('.')[0]}"
    cluster = backend.create_cache_cluster(
        cache_cluster_id=member,
        replication_group_id=group.replication_group_id,
        az_mode=None,
        preferred_availability_zone=None,
        num_cache_nodes=1,
        cache_node_type=group.cache_node_type,
        engine="redis",
        engine_version=version,
        cache_parameter_group_name=parameter_group,
        cache_subnet_group_name=group.cache_subnet_group_name,
        transit_encryption_enabled=group.transit_encryption_enabled,
        network_type=group.network_type,
        ip_discovery=group.ip_discovery,
        snapshot_name=None,
        preferred_maintenance_window=group.preferred_maintenance_window or "sun:05:00-sun:06:00",
        port=group.port,
        notification_topic_arn=group.notification_topic_arn,
        auto_minor_version_upgrade=group.auto_minor_version_upgrade,
        snapshot_retention_limit=group.snapshot_retention_limit,
        snapshot_window=group.snapshot_window,
        auth_token=None,
        outpost_mode=None,
        preferred_outpost_arn=None,
        preferred_availability_zones=[],
        cache_security_group_names=[],
        security_group_ids=group.security_group_ids or [],
        tags=[],
        snapshot_arns=[],
        preferred_outpost_arns=[],
        log_delivery_configurations=[],
        cache_node_ids_to_remove=None,
        cache_node_ids_to_reboot=None,
    )
    cluster.engine = group.engine
    cluster.transit_encryption_mode = group.transit_encryption_mode
    cluster.auth_token_enabled = group.auth_token_enabled
    cluster.at_rest_encryption_enabled = group.at_rest_encryption_enabled
    cluster.cache_parameter_group = {"CacheParameterGroupName": parameter_group, "ParameterApplyStatus": "in-sync"}
    cluster.security_groups = [
        {"SecurityGroupId": group_id, "Status": "active"} for group_id in group.security_group_ids or []
    ]


def patch_deletes():
    def delete_replication_group(self, replication_group_id, retain_primary_cluster=None):
        group = self.replication_groups.pop(replication_group_id, None)
        if group is None:
            raise models.ReplicationGroupNotFound(replication_group_id)
        for member in group.member_clusters:
            self.cache_clusters.pop(member, None)
        group.status = "deleting"
        return group

    def delete_cache_subnet_group(self):
        self.elasticache_backend.cache_subnet_groups.pop(self._get_param("CacheSubnetGroupName"), None)
        return EmptyResult()

    Backend.delete_replication_group = delete_replication_group
    Response.delete_cache_subnet_group = delete_cache_subnet_group
