"""Without it, automated backups cannot be copied to another region."""

from moto.core.responses import ActionResult
from moto.kms.models import kms_backends
from moto.moto_api._internal import mock_random
from moto.rds.exceptions import RDSClientError
from moto.rds.models import rds_backends
from moto.rds.responses import RDSResponse as Response

WORD = "DBInstanceAutomatedBackup"
copies = {}


def apply():
    original = Response.describe_db_instance_automated_backups

    def describe(self):
        wanted = self.params.get("DBInstanceAutomatedBackupsArn")
        if not wanted:
            return original(self)
        found = here(self).get(wanted)
        if not found:
            raise RDSClientError(f"{WORD}NotFound", f"Automated backup {wanted} not found.")
        return ActionResult({f"{WORD}s": [found]})

    Response.start_db_instance_automated_backups_replication = start
    Response.stop_db_instance_automated_backups_replication = stop
    Response.describe_db_instance_automated_backups = describe


def here(request):
    """Copies that are kept in the region of a request."""
    return copies.setdefault((request.current_account, request.region), {})


def start(self):
    source, key = self.params["SourceDBInstanceArn"], self.params.get("KmsKeyId")
    region, name = source.split(":")[3], source.split(":")[-1]
    instance = rds_backends[self.current_account][region].databases.get(name)
    if not instance:
        raise RDSClientError("DBInstanceNotFound", f"DBInstance {name} not found.")
    if region == self.region:
        raise RDSClientError("InvalidParameterValue", "The source and the destination cannot be in the same region.")
    if instance.storage_encrypted and (not key or key.split("/")[-1] not in kms_backends[self.current_account][self.region].keys):
        raise RDSClientError("KMSKeyNotAccessibleFault", f"The key {key} does not exist in {self.region}.")
    arn = f"arn:aws:rds:{self.region}:{self.current_account}:auto-backup:ab-{mock_random.get_random_hex(30)}"
    here(self)[arn] = copy = {
        "DBInstanceArn": source,
        "DBInstanceIdentifier": name,
        "DbiResourceId": instance.dbi_resource_id,
        "Region": region,
        "Status": "replicating",
        "Engine": instance.engine,
        "Encrypted": True,
        "KmsKeyId": key,
        "BackupRetentionPeriod": self.params.get("BackupRetentionPeriod", 7),
        f"{WORD}sArn": arn,
    }
    return ActionResult({WORD: copy})


def stop(self):
    all_copies = here(self)
    [arn] = [arn for arn, copy in all_copies.items() if copy["DBInstanceArn"] == self.params["SourceDBInstanceArn"]]
    return ActionResult({WORD: all_copies.pop(arn)})
