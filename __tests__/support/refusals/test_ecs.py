import unittest

from aws import RefusalCase, balancer, client, forward, fresh, listener, network, security_group, target_group

ecs = client("ecs")
ROLE = "arn:aws:iam::123456789012:role/task"
ON_DEMAND = [{"capacityProvider": "FARGATE", "base": 1, "weight": 1}]
SPOT = [{"capacityProvider": "FARGATE_SPOT", "base": 1, "weight": 1}]
PARAMETER = "InvalidParameterException"


def cluster(providers=("FARGATE", "FARGATE_SPOT")):
    name = fresh("cluster")
    ecs.create_cluster(clusterName=name)
    if providers:
        ecs.put_cluster_capacity_providers(
            cluster=name, capacityProviders=list(providers), defaultCapacityProviderStrategy=[]
        )
    return name


def definition(**more):
    given = {
        "family": fresh("task"),
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [{"name": "app", "image": "app:v1", "portMappings": [{"containerPort": 8000}]}],
        **more,
    }
    return ecs.register_task_definition(**given)["taskDefinition"]["taskDefinitionArn"]


def inside(subnets):
    return {"awsvpcConfiguration": {"subnets": subnets, "securityGroups": [security_group()]}}


def given(**more):
    return {
        "serviceName": fresh("service"),
        "taskDefinition": definition(),
        "desiredCount": 1,
        "capacityProviderStrategy": ON_DEMAND,
        "networkConfiguration": inside(network()[1]),
        **more,
    }


def service(**more):
    """@returns arguments that name it"""
    wanted = given(cluster=cluster(), **more)
    ecs.create_service(**wanted)
    return {"cluster": wanted["cluster"], "service": wanted["serviceName"]}


def targets(arn, port=8000, name="app"):
    return [{"targetGroupArn": arn, "containerName": name, "containerPort": port}]


class Services(RefusalCase):
    def test_another_capacity_wants_a_new_deployment(self):
        named = service()
        words = "making a change to a capacity provider strategy on a service that is already using one, you must force"
        self.refused(PARAMETER, words, ecs.update_service, **named, capacityProviderStrategy=SPOT)
        other_base = [{**ON_DEMAND[0], "base": 2}]
        self.refused(PARAMETER, words, ecs.update_service, **named, capacityProviderStrategy=other_base)
        ecs.update_service(**named, capacityProviderStrategy=SPOT, forceNewDeployment=True)
        ecs.update_service(**named, capacityProviderStrategy=SPOT)

    def test_capacity_of_another_cluster(self):
        words = "cannot contain a capacity provider that is not associated with the cluster"
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(providers=())))
        ecs.create_service(**given(cluster=cluster()))

    def test_launch_type_and_capacity(self):
        words = "Specifying both a launch type and capacity provider strategy is not supported"
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(), launchType="FARGATE"))

    def test_what_codedeploy_deploys(self):
        group = target_group()
        listener(balancer(), forward(group))
        named = service(loadBalancers=targets(group), deploymentController={"type": "CODE_DEPLOY"})
        changes = {
            "task definition": {"taskDefinition": definition()},
            "network parameters": {"networkConfiguration": inside(network()[1][:1])},
            "load balancers": {"loadBalancers": targets(group)},
            "platform version": {"platformVersion": "1.4.0"},
        }
        for words, change in changes.items():
            text = f"Unable to update {words} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy"
            self.refused(PARAMETER, text, ecs.update_service, **named, **change)
        words = "Cannot force a new deployment on services with a CODE_DEPLOY deployment controller"
        self.refused(PARAMETER, words, ecs.update_service, **named, forceNewDeployment=True)
        ecs.update_service(**named, desiredCount=2, healthCheckGracePeriodSeconds=30)
        other = service()
        ecs.update_service(**other, taskDefinition=definition(), forceNewDeployment=True)

    def test_a_target_group_that_no_listener_forwards_to(self):
        group, other = target_group(), target_group()
        words = f"The target group with targetGroupArn {group} does not have an associated load balancer."
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(), loadBalancers=targets(group)))
        named = service()
        self.refused(PARAMETER, words, ecs.update_service, **named, loadBalancers=targets(group))
        listener(balancer(), forward(group, other))
        ecs.update_service(**named, loadBalancers=targets(group))
        service(loadBalancers=targets(other))

    def test_a_rule_is_as_good_as_a_listener(self):
        group, other = target_group(), target_group()
        arn = listener(balancer(), forward(other))
        path = [{"Field": "path-pattern", "Values": ["/api/*"]}]
        client("elbv2").create_rule(ListenerArn=arn, Priority=1, Conditions=path, Actions=forward(group))
        service(loadBalancers=targets(group))

    def test_targets_are_ports_of_containers(self):
        group = target_group()
        listener(balancer(), forward(group))
        words = "The container app did not have a container port 9000 defined."
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(), loadBalancers=targets(group, 9000)))
        words = "The container other does not exist in the task definition."
        other = targets(group, name="other")
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(), loadBalancers=other))
        named = service(loadBalancers=targets(group))
        ports = [{"name": "app", "image": "app:v2", "portMappings": [{"containerPort": 8001}]}]
        words = "The container app did not have a container port 8000 defined."
        moved = definition(containerDefinitions=ports)
        self.refused(PARAMETER, words, ecs.update_service, **named, taskDefinition=moved)
        ecs.update_service(**named, taskDefinition=moved, loadBalancers=targets(group, 8001))

    def test_grace_without_a_load_balancer(self):
        words = "Health check grace period is only valid for services configured to use load balancers"
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(), healthCheckGracePeriodSeconds=60))

    def test_a_name_that_runs(self):
        wanted = given(cluster=cluster())
        ecs.create_service(**wanted)
        self.refused(PARAMETER, "Creation of service was not idempotent.", ecs.create_service, **wanted)
        ecs.delete_service(cluster=wanted["cluster"], service=wanted["serviceName"], force=True)
        ecs.create_service(**wanted)

    def test_exec_without_a_task_role(self):
        words = "because a valid taskRoleArn is not being used"
        self.refused(PARAMETER, words, ecs.create_service, **given(cluster=cluster(), enableExecuteCommand=True))
        self.refused(PARAMETER, words, ecs.update_service, **service(), enableExecuteCommand=True)
        service(taskDefinition=definition(taskRoleArn=ROLE), enableExecuteCommand=True)


class Definitions(RefusalCase):
    def test_a_revision_that_is_gone(self):
        gone = definition()
        ecs.deregister_task_definition(taskDefinition=gone)
        words = "TaskDefinition is inactive"
        self.refused("ClientException", words, ecs.create_service, **given(cluster=cluster(), taskDefinition=gone))
        self.refused("ClientException", words, ecs.update_service, **service(), taskDefinition=gone)
        self.refused(PARAMETER, words, ecs.run_task, cluster=cluster(), taskDefinition=gone)

    def test_sizes_that_fargate_does_not_run(self):
        for cpu, memory in (("256", "4096"), ("300", "1024"), ("1024", "2500")):
            words = "No Fargate configuration exists for given values."
            with self.assertRaises(Exception) as raised:
                definition(cpu=cpu, memory=memory)
            self.assertIn(words, str(raised.exception))
        definition(cpu="1024", memory="3072")


class Clusters(RefusalCase):
    def test_a_cluster_with_services(self):
        named = service()
        words = "The Cluster cannot be deleted while Services are active."
        self.refused("ClusterContainsServicesException", words, ecs.delete_cluster, cluster=named["cluster"])
        ecs.delete_service(**named, force=True)
        ecs.delete_cluster(cluster=named["cluster"])

    def test_capacity_that_a_service_uses(self):
        named = service(capacityProviderStrategy=SPOT)
        put = ecs.put_cluster_capacity_providers
        given = {"cluster": named["cluster"], "defaultCapacityProviderStrategy": []}
        words = "The specified capacity provider is in use and cannot be removed."
        self.refused("ResourceInUseException", words, put, **given, capacityProviders=["FARGATE"])
        put(**given, capacityProviders=["FARGATE_SPOT"])


if __name__ == "__main__":
    unittest.main()
