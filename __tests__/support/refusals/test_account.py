import json
import unittest

from aws import RefusalCase, balancer, client, fresh, key

logs, secrets, waf, s3 = client("logs"), client("secretsmanager"), client("wafv2"), client("s3")
NOBODY = json.dumps({"Version": "2012-10-17", "Statement": []})


class Logs(RefusalCase):
    def test_a_group_that_is_there(self):
        name = fresh("/shop/logs")
        logs.create_log_group(logGroupName=name)
        words = "The specified log group already exists"
        self.refused("ResourceAlreadyExistsException", words, logs.create_log_group, logGroupName=name)

    def test_a_key_that_does_not_know_logs(self):
        name, arn = fresh("/shop/logs"), key()
        words = "The specified KMS key does not exist or is not allowed to be used with Arn"
        create = logs.create_log_group
        self.refused("AccessDeniedException", words, create, logGroupName=name, kmsKeyId=arn)
        create(logGroupName=name, kmsKeyId=key("logs.us-east-1.amazonaws.com"))

    def test_ten_policies(self):
        put = {"policyDocument": NOBODY}
        names = [fresh("policy") for _ in range(10)]
        for name in names:
            logs.put_resource_policy(policyName=name, **put)
        put["policyName"] = fresh("policy")
        self.refused("LimitExceededException", "Resource limit exceeded.", logs.put_resource_policy, **put)
        logs.delete_resource_policy(policyName=names[0])
        logs.put_resource_policy(**put)

    def test_dimensions_without_a_default(self):
        name = fresh("/shop/logs")
        logs.create_log_group(logGroupName=name)
        one = {"metricName": "Errors", "metricNamespace": "Shop", "metricValue": "1", "defaultValue": 0}
        given = {"logGroupName": name, "filterName": "errors", "filterPattern": "{ $.level = ERROR }"}
        words = "dimensions and default value are mutually exclusive properties."
        both = [{**one, "dimensions": {"path": "$.path"}}]
        self.refused("InvalidParameterException", words, logs.put_metric_filter, **given, metricTransformations=both)
        logs.put_metric_filter(**given, metricTransformations=[one])


class Others(RefusalCase):
    def test_a_secret_that_can_be_recovered(self):
        name = fresh("secret")
        secrets.create_secret(Name=name)
        secrets.delete_secret(SecretId=name, RecoveryWindowInDays=7)
        words = "You can't create this secret because a secret with this name is already scheduled for deletion."
        self.refused("InvalidRequestException", words, secrets.create_secret, Name=name)
        secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        secrets.create_secret(Name=name)

    def test_one_recorder(self):
        config = client("config")
        recorder = {"roleARN": "arn:aws:iam::123456789012:role/config"}
        config.put_configuration_recorder(ConfigurationRecorder={"name": "one", **recorder})
        words = "maximum number of configuration recorders: 1 is reached"
        put, other = config.put_configuration_recorder, {"name": "two", **recorder}
        self.refused("MaxNumberOfConfigurationRecordersExceededException", words, put, ConfigurationRecorder=other)
        put(ConfigurationRecorder={"name": "one", **recorder})

    def test_a_role_that_is_there(self):
        role = {"RoleName": fresh("role"), "AssumeRolePolicyDocument": NOBODY}
        iam = client("iam")
        iam.create_role(**role)
        words = f"Role with name {role['RoleName']} already exists."
        self.refused("EntityAlreadyExists", words, iam.create_role, **role)

    def test_a_bucket_with_objects(self):
        name = fresh("bucket")
        s3.create_bucket(Bucket=name)
        s3.put_object(Bucket=name, Key="one", Body=b"1")
        words = "The bucket you tried to delete is not empty"
        self.refused("BucketNotEmpty", words, s3.delete_bucket, Bucket=name)
        s3.delete_object(Bucket=name, Key="one")
        s3.delete_bucket(Bucket=name)

    def test_infrequent_access_before_a_month(self):
        name = fresh("bucket")
        s3.create_bucket(Bucket=name)

        def rules(days):
            transition = [{"Days": days, "StorageClass": "STANDARD_IA"}]
            rule = {"ID": "one", "Status": "Enabled", "Filter": {"Prefix": ""}, "Transitions": transition}
            return {"Bucket": name, "LifecycleConfiguration": {"Rules": [rule]}}

        words = "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"
        self.refused("InvalidArgument", words, s3.put_bucket_lifecycle_configuration, **rules(7))
        s3.put_bucket_lifecycle_configuration(**rules(30))

    def test_a_web_acl_in_use(self):
        visible = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "acl"}
        made = waf.create_web_acl(
            Name=fresh("acl"), Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=visible, Rules=[]
        )["Summary"]
        arn = balancer()
        waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=arn)
        named = {"Name": made["Name"], "Scope": "REGIONAL", "Id": made["Id"], "LockToken": made["LockToken"]}
        words = "your resource is being used by another resource"
        self.refused("WAFAssociatedItemException", words, waf.delete_web_acl, **named)
        group = f"arn:aws:logs:us-east-1:123456789012:log-group:{fresh('waf')}"
        configuration = {"ResourceArn": made["ARN"], "LogDestinationConfigs": [group]}
        put = waf.put_logging_configuration
        self.refused("WAFInvalidParameterException", "field: LOG_DESTINATION", put, LoggingConfiguration=configuration)
        configuration["LogDestinationConfigs"] = [group.replace(":waf", ":aws-waf-logs")]
        put(LoggingConfiguration=configuration)
        waf.disassociate_web_acl(ResourceArn=arn)
        waf.delete_web_acl(**named)


if __name__ == "__main__":
    unittest.main()
