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
    original = Response.create_service

    def create_service(self):
        answer = original(self)
        service = answer._result["service"]
        for key in KEPT:
            value = self._get_param(key) or default(self, key)
            if value is not None:
                setattr(service, camelcase_to_underscores(key), value)
        # moto's own conversion of this one has an underscore too many.
        service.enable_ecs_managed_tags = bool(self._get_param("enableECSManagedTags"))
        return answer

    Response.create_service = create_service


def default(request, key):
    fargate = request._get_param("launchType") == "FARGATE" or request._get_param("capacityProviderStrategy")
    if key == "platformVersion" and fargate:
        return "LATEST"
    return "DISABLED" if key == "availabilityZoneRebalancing" else None
