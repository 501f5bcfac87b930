"""Secrets Manager and RDS as a rotation function sees them, in memory. A test changes `vault` and `rds` as it needs."""


class ResourceNotFoundException(Exception):
    pass


class InvalidDBInstanceStateFault(Exception):
    pass


class Vault:
    exceptions = type("exceptions", (), {"ResourceNotFoundException": ResourceNotFoundException})

    def __init__(self):
        self.values = {"one": '{"username": "shop", "password": "old", "host": "db.internal"}'}
        self.stages = {"one": ["AWSCURRENT"], "two": ["AWSPENDING"]}

    def describe_secret(self, SecretId):
        return {"ARN": SecretId, "VersionIdsToStages": self.stages}

    def get_secret_value(self, SecretId, VersionStage, VersionId=None):
        for version, labels in self.stages.items():
            if VersionStage in labels and version in self.values and VersionId in (None, version):
                return {"SecretString": self.values[version]}
        raise ResourceNotFoundException(VersionStage)

    def put_secret_value(self, SecretId, ClientRequestToken, SecretString, VersionStages):
        assert ClientRequestToken not in self.values, "a version has one value"
        assert self.stages[ClientRequestToken] == VersionStages
        self.values[ClientRequestToken] = SecretString

    def update_secret_version_stage(self, SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId):
        self.stages[RemoveFromVersionId].remove(VersionStage)
        self.stages[MoveToVersionId].append(VersionStage)


class Rds:
    exceptions = type("exceptions", (), {"InvalidDBInstanceStateFault": InvalidDBInstanceStateFault})

    def __init__(self):
        self.password, self.pending, self.told = "old", None, 0
        # Calls that are refused, and questions after which a change holds.
        self.refusals, self.delay = 0, 3

    def modify_db_instance(self, DBInstanceIdentifier, MasterUserPassword, ApplyImmediately):
        assert (DBInstanceIdentifier, ApplyImmediately) == ("shop-db", True)
        if self.refusals > 0:
            self.refusals -= 1
            raise InvalidDBInstanceStateFault()
        self.pending, self.told, self.left = MasterUserPassword, self.told + 1, self.delay

    def describe_db_instances(self, DBInstanceIdentifier):
        instance = {"DBInstanceStatus": "available", "PendingModifiedValues": {}}
        if self.pending:
            self.left -= 1
            if self.left > 1:
                instance["PendingModifiedValues"] = {"MasterUserPassword": "****"}
            elif self.left == 1:
                instance["DBInstanceStatus"] = "resetting-master-credentials"
            else:
                self.password, self.pending = self.pending, None
        return {"DBInstances": [instance]}


vault, rds = Vault(), Rds()


def client(name):
    return {"secretsmanager": vault, "rds": rds}[name]
