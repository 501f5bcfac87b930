"""Without it, services forget most of what they were given, and the second plan wants to give it to them again."""

from moto.core.utils import camelcase_to_underscores
from moto.ecs.responses import EC2ContainerServiceResponse as Response

KEPT = (
    "availabilityZoneRebalancing",
    "capacityProviderStrategy",
    "deploymentConfiguration",
    "enableExecuteCommand",
    "healthCheckGracePeriodSeconds",
    "placementConstraints",
    "placementStrategy",
    "platformVersion",
)


def apply():
    create, update = Response.create_service, Response.update_service

    def create_service(self):
        answer = create(self)
        service = answer._result["service"]
        for key in KEPT:
            value = self._get_param(key) or default(self, key)
            if value is not None:
                setattr(service, camelcase_to_underscores(key), value)
        # moto's own conversion of this one has an underscore too many.
        service.enable_ecs_managed_tags = bool(self._get_param("enableECSManagedTags"))
        return answer

    def update_service(self):
        name = self._get_param("service").split("/")[-1]
        before = getattr(self.ecs_backend._get_service(self._get_param("cluster"), name), "deployment_configuration", None)
        answer = update(self)
        service = answer._result["service"]
        # What an update does not name stays: alarms and circuit breaker, when the percentages change.
        service.deployment_configuration = {**(before or {}), **(self._get_param("deploymentConfiguration") or {})}
        if self._get_param("enableECSManagedTags") is not None:
            service.enable_ecs_managed_tags = self._get_param("enableECSManagedTags")
        return answer

    Response.create_service = create_service
    Response.update_service = update_service


def default(request, key):
    fargate = request._get_param("launchType") == "FARGATE" or request._get_param("capacityProviderStrategy")
    if key == "platformVersion" and fargate:
        return "LATEST"
    return "DISABLED" if key == "availabilityZoneRebalancing" else None
