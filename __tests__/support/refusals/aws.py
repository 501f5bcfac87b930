"""What the tests of refusals share: clients of the emulator, and what is needed before anything can be refused."""

import functools
import itertools
import json
import os
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

NUMBERS = itertools.count(1)


@functools.lru_cache
def client(service):
    return boto3.client(
        service,
        endpoint_url=os.environ["AWS_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 1}),
    )


def fresh(word):
    """A name that nothing has yet."""
    return f"{word}-{next(NUMBERS)}-{os.getpid()}"


class RefusalCase(unittest.TestCase):
    def refused(self, code, words, call, **given):
        """AWS's code and words, as botocore reads them."""
        with self.assertRaises(ClientError) as raised:
            call(**given)
        error = raised.exception.response["Error"]
        self.assertEqual(error["Code"], code, error["Message"])
        self.assertIn(words, error["Message"])


@functools.lru_cache
def network():
    """A VPC with subnets in two zones."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{index}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]["SubnetId"]
        for index, zone in enumerate("aab")
    ]
    return vpc, subnets


def security_group():
    name = fresh("group")
    return client("ec2").create_security_group(GroupName=name, Description=name, VpcId=network()[0])["GroupId"]


def balancer(**more):
    _, subnets = network()
    made = client("elbv2").create_load_balancer(Name=fresh("lb"), Subnets=[subnets[0], subnets[2]], **more)
    return made["LoadBalancers"][0]["LoadBalancerArn"]


def target_group():
    made = client("elbv2").create_target_group(
        Name=fresh("tg"), Protocol="HTTP", Port=80, TargetType="ip", VpcId=network()[0]
    )
    return made["TargetGroups"][0]["TargetGroupArn"]


def forward(*arns):
    if len(arns) == 1:
        return [{"Type": "forward", "TargetGroupArn": arns[0]}]
    groups = [{"TargetGroupArn": arn, "Weight": 1} for arn in arns]
    return [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}]


def listener(load_balancer, actions):
    made = client("elbv2").create_listener(
        LoadBalancerArn=load_balancer, Protocol="HTTP", Port=80, DefaultActions=actions
    )
    return made["Listeners"][0]["ListenerArn"]


def key(*services):
    statements = [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"},
        *({"Effect": "Allow", "Principal": {"Service": one}, "Action": "kms:Decrypt", "Resource": "*"} for one in services),
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
