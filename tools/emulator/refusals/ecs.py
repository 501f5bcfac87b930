"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html"""

from moto.ecs.exceptions import ECSException
from moto.ecs.responses import EC2ContainerServiceResponse as Response

from .common import before
from .elbv2 import forwarding_load_balancer

PARAMETER = "InvalidParameterException"
USE_CODEDEPLOY = "Use AWS CodeDeploy to trigger a new deployment."
# What UpdateService does not change where CodeDeploy deploys, in the words of the refusal.
OF_CODEDEPLOY = {
    "taskDefinition": "task definition",
    "networkConfiguration": "network parameters",
    "loadBalancers": "load balancers",
    "platformVersion": "platform version",
    "capacityProviderStrategy": "capacity provider strategy",
    "serviceRegistries": "service registries",
    "enableExecuteCommand": "execute command",
}
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
FARGATE = {
    256: (512, 1024, 2048),
    512: range(1024, 4097, 1024),
    1024: range(2048, 8193, 1024),
    2048: range(4096, 16385, 1024),
    4096: range(8192, 30721, 1024),
    8192: range(16384, 61441, 4096),
    16384: range(32768, 122881, 8192),
}


def apply():
    before(Response, "register_task_definition", register_task_definition)
    before(Response, "create_service", create_service)
    before(Response, "update_service", update_service)
    before(Response, "run_task", lambda self: active_definition(self, PARAMETER))
    before(Response, "delete_cluster", delete_cluster)
    before(Response, "put_cluster_capacity_providers", put_cluster_capacity_providers)


def refuse(code, message):
    raise ECSException(code, message)


def services_of(request, cluster):
    backend = request.ecs_backend
    arn = backend._get_cluster(cluster).arn
    return [one for one in backend.services.values() if one.cluster_arn == arn and one.status != "INACTIVE"]


def register_task_definition(self):
    if "FARGATE" not in (self._get_param("requiresCompatibilities") or []):
        return
    cpu, memory = self._get_param("cpu"), self._get_param("memory")
    if int(cpu or 0) not in FARGATE or int(memory or 0) not in FARGATE[int(cpu)]:
        refuse("ClientException", "No Fargate configuration exists for given values.")


def create_service(self):
    name, cluster = self._get_param("serviceName"), self._get_param("cluster", "default")
    if any(one.name == name for one in services_of(self, cluster)):
        refuse(PARAMETER, "Creation of service was not idempotent.")
    if self._get_param("launchType") and self._get_param("capacityProviderStrategy"):
        refuse(
            PARAMETER,
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        )
    definition = active_definition(self)
    targets = self._get_param("loadBalancers") or []
    check_capacity(self)
    check_targets(self, definition, targets)
    if self._get_param("healthCheckGracePeriodSeconds") is not None and not targets:
        refuse(PARAMETER, "Health check grace period is only valid for services configured to use load balancers")
    if self._get_param("enableExecuteCommand"):
        check_exec(definition, "created")


def update_service(self):
    name, cluster = self._get_param("service").split("/")[-1], self._get_param("cluster", "default")
    service = self.ecs_backend._get_service(cluster, name)
    forced = self._get_param("forceNewDeployment")
    if (service.deployment_controller or {}).get("type") == "CODE_DEPLOY":
        check_codedeploy(self, forced)
    strategy = self._get_param("capacityProviderStrategy")
    if strategy is not None and normal(strategy) != normal(current(service)) and not forced:
        refuse(
            PARAMETER,
            "When switching from launch type to capacity provider strategy on an existing service, or making a change to "
            "a capacity provider strategy on a service that is already using one, you must force a new deployment.",
        )
    check_capacity(self)
    definition = active_definition(self) or self.ecs_backend.describe_task_definition(service.task_definition)
    targets = self._get_param("loadBalancers")
    check_targets(self, definition, service.load_balancers if targets is None else targets)
    exec_given = self._get_param("enableExecuteCommand")
    if getattr(service, "enable_execute_command", False) if exec_given is None else exec_given:
        check_exec(definition, "updated")


def check_codedeploy(self, forced):
    for parameter, words in OF_CODEDEPLOY.items():
        if self._get_param(parameter) is not None:
            refuse(
                PARAMETER, f"Unable to update {words} on services with a CODE_DEPLOY deployment controller. {USE_CODEDEPLOY}"
            )
    if forced:
        refuse(
            PARAMETER, f"Cannot force a new deployment on services with a CODE_DEPLOY deployment controller. {USE_CODEDEPLOY}"
        )


def current(service):
    return getattr(service, "capacity_provider_strategy", None) or []


def normal(strategy):
    return sorted((one["capacityProvider"], one.get("base") or 0, one.get("weight") or 0) for one in strategy)


def active_definition(self, code="ClientException"):
    named = self._get_param("taskDefinition")
    if not named:
        return None
    definition = self.ecs_backend.describe_task_definition(named)
    if definition.status != "ACTIVE":
        refuse(code, "TaskDefinition is inactive")
    return definition


def check_capacity(self):
    """Fargate's providers too are a cluster's only once they were put."""
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
    for one in self._get_param("capacityProviderStrategy") or []:
        if one["capacityProvider"] not in (cluster.capacity_providers or []):
            refuse(
                PARAMETER,
                "The specified capacity provider strategy cannot contain a capacity provider that is not associated with "
                "the cluster. Associate the capacity provider with the cluster and try again.",
            )


def check_targets(self, definition, targets):
    for target in targets:
        arn = target.get("targetGroupArn")
        if arn and forwarding_load_balancer(self.current_account, self.region, arn) is None:
            refuse(PARAMETER, f"The target group with targetGroupArn {arn} does not have an associated load balancer.")
        name, port = target.get("containerName"), target.get("containerPort")
        containers = [one for one in definition.container_definitions if one["name"] == name]
        if not containers:
            refuse(PARAMETER, f"The container {name} does not exist in the task definition.")
        mappings = [mapping.get("containerPort") for one in containers for mapping in one.get("portMappings") or []]
        if port not in mappings:
            refuse(PARAMETER, f"The container {name} did not have a container port {port} defined.")


def check_exec(definition, done):
    if not getattr(definition, "task_role_arn", None):
        refuse(
            PARAMETER,
            f"The service couldn't be {done} because a valid taskRoleArn is not being used. Specify a valid task role in "
            "your task definition and try again.",
        )


def delete_cluster(self):
    if services_of(self, self._get_param("cluster", "default")):
        refuse("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")


def put_cluster_capacity_providers(self):
    cluster = self._get_param("cluster", "default")
    used = {one["capacityProvider"] for service in services_of(self, cluster) for one in current(service)}
    if used - set(self._get_param("capacityProviders") or []):
        refuse("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.")
