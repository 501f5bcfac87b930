import type { Redis } from "../../modules/cache";
import type { Cluster, Service, Task } from "../../modules/compute";
import type { Postgres } from "../../modules/database";
import type { WebAcl } from "../../modules/edge";
import type { LoadBalancer } from "../../modules/load-balancing";
import type { AlertTopic } from "../../modules/monitoring";
import type { Network, SecurityGroup } from "../../modules/networking";
import type { EncryptionKey } from "../../modules/security";
import type { Bucket, BucketUser, Table } from "../../modules/storage";
import type { PlatformStack } from "../../src/core";
import { Output } from "../../src/engine";

interface Parts {
  readonly hosts: { readonly app: string; readonly api: string };
  readonly network: Network;
  readonly key: EncryptionKey;
  readonly database: Postgres<string>;
  readonly cache: Redis;
  readonly uploader: BucketUser;
  /** Host name of S3. */
  readonly storageEndpoint: string;
  readonly backups: Bucket;
  readonly backupMetadata: Table;
  readonly webAcl: WebAcl;
  readonly balancer: LoadBalancer;
  readonly cluster: Cluster;
  readonly securityGroup: SecurityGroup;
  readonly services: Readonly<Record<"api" | "worker" | "beat" | "frontend", Service>>;
  readonly migrations: Task;
  readonly alerts: AlertTopic;
}

/** What people, scripts and pipelines read after an apply (001-050, -061, -079, -157, -162, -163, -170). */
export function addOutputs(stack: PlatformStack, parts: Parts): void {
  const { network, database, balancer, uploader } = parts;
  const output = (name: string, value: unknown, description: string, sensitive = false) =>
    new Output(stack, name, value, { description, ...(sensitive ? { sensitive } : {}) });

  output("api_endpoint", `https://${parts.hosts.api}`, "Address of the API");
  output("app_endpoint", `https://${parts.hosts.app}`, "Address of the application");

  output("vpc_id", network.vpcId, "Id of the VPC");
  output("public_subnet_ids", network.publicSubnetIds, "Subnets of the load balancer");
  output(
    "private_subnet_ids",
    network.privateSubnetIds,
    "Subnets of the tasks: pipelines start migrations there",
  );
  output("alb_security_group_id", balancer.securityGroup.id, "Security group of the load balancer");
  output(
    "ecs_security_group_id",
    parts.securityGroup.id,
    "Security group of the tasks: pipelines start migrations in it",
  );
  output("database_security_group_id", database.securityGroup.id, "Security group of the database");
  output("redis_security_group_id", parts.cache.securityGroup.id, "Security group of Redis");

  output("database_endpoint", database.resource.endpoint, "Host and port of the database", true);
  // Terraform does not keep outputs that are null, and `cdktf deploy` stumbles over them.
  const [replica] = Object.values(database.replicas);
  if (replica)
    output("replica_endpoint", replica.resource.endpoint, "Host and port of the read replica", true);
  output("database_name", database.databaseName, "Name of the database");
  output(
    "secret_arn",
    database.secretArn,
    "Secret with username, password, host, port and database: what backup scripts read",
  );
  output(
    "redis_endpoint",
    `${parts.cache.host}:${parts.cache.port}`,
    "Host and port of Redis, which speaks TLS only",
    true,
  );

  output("cluster_name", parts.cluster.name, "Name of the ECS cluster");
  for (const [id, service] of Object.entries(parts.services)) {
    output(`${id}_service_name`, service.resource.name, `Name of the ${id} service`);
  }
  output(
    "migrations_task_definition",
    parts.migrations.arn,
    "Revision of the task definition that migrates the database, with the image of image_tag",
  );
  output("alb_dns_name", balancer.dnsName, "Name that AWS gave the load balancer");
  output("alb_zone_id", balancer.zoneId, "Hosted zone of that name");
  output("alb_arn_suffix", balancer.resource.arnSuffix, "Load balancer as CloudWatch calls it");

  output("waf_arn", parts.webAcl.arn, "ARN of the web ACL");
  output("kms_key_arn", parts.key.arn, "ARN of the key that encrypts everything");
  output(
    "storage_access_key_secret_arn",
    uploader.secret.arn,
    "Secret whose field access_key is the access key of the uploads bucket",
  );
  output(
    "storage_secret_key_secret_arn",
    uploader.secret.arn,
    "Secret whose field secret_key is the secret key of the uploads bucket: the same secret",
  );
  output("storage_endpoint", parts.storageEndpoint, "Host name of S3");
  output("backups_bucket", parts.backups.name, "Bucket that backup scripts write to");
  output(
    "backup_metadata_table",
    parts.backupMetadata.name,
    "Table in which backup scripts record what they did",
  );
  output("alerts_topic_arn", parts.alerts.arn, "Topic that alarms are sent to");
}
