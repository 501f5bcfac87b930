import type { Redis } from "../../modules/cache";
import type { ContainerProps } from "../../modules/compute";
import type { Postgres } from "../../modules/database";
import { ProvidedSecret, type SecretValue } from "../../modules/security";
import type { Bucket, BucketUser } from "../../modules/storage";
import type { PlatformStack } from "../../src/core";
import type { Inputs } from "./inputs";

/** Where the API listens (001-069). */
export const API_PORT = 8000;

interface BackendProps {
  readonly stack: PlatformStack;
  /** Where browsers load the application from. */
  readonly origin: string;
  readonly database: Postgres;
  readonly cache: Redis;
  readonly uploads: Bucket;
  readonly uploader: BucketUser;
  readonly given: Inputs;
}

/** How the API works where a customer has chosen nothing: the document's defaults (001-020). */
const DEFAULTS = {
  ASSEMBLY_DEFAULT_WASTE_PERCENT: "5",
  AUTO_COUNT_DEFAULT_THRESHOLD: "0.80",
  AUTO_COUNT_MAX_DETECTIONS: "500",
  REVIEW_AUTO_ACCEPT_DEFAULT_THRESHOLD: "0.90",
  REVIEW_ENABLE_KEYBOARD_SHORTCUTS: "true",
};

type Program = Pick<ContainerProps, "entryPoint" | "command" | "environment" | "secrets">;

/**
 * Puts DATABASE_URL together when a container starts, then becomes the command. The password changes, and Terraform does
 * not know it: no text that Terraform writes could hold the URL. As an entry point it also serves commands that a
 * pipeline gives to `aws ecs run-task`.
 */
const WITH_DATABASE_URL = [
  "sh",
  "-c",
  'DATABASE_URL=$(python -c "import os, urllib.parse as url; print(' +
    "'postgresql://{}:{}@{}:{}/{}?sslmode=require'.format(" +
    "os.environ['DB_USERNAME'], url.quote(os.environ['DB_PASSWORD'], safe=''), " +
    "os.environ['DB_HOST'], os.environ['DB_PORT'], os.environ['DB_NAME']))\")" +
    ' && export DATABASE_URL && exec "$@"',
  "--",
];

/**
 * The Python programs of takeoff: each gets the variables and secrets its document names for it, and no other (001-019,
 * 001-189, 001-190).
 */
export function backend(props: BackendProps) {
  const { stack, origin, database, cache, uploads, uploader, given } = props;
  const plain = { LOG_LEVEL: "INFO" };
  const storageEndpoint = `s3.${stack.region}.amazonaws.com`;
  const storage = {
    environment: { MINIO_ENDPOINT: storageEndpoint, MINIO_BUCKET: uploads.name },
    secrets: { MINIO_ACCESS_KEY: uploader.accessKey, MINIO_SECRET_KEY: uploader.secretKey },
  };
  const anthropic = {
    ANTHROPIC_API_KEY: new ProvidedSecret(stack, "anthropic-api-key", { arn: given.anthropicApiKeyArn }),
  };
  // Celery wants to be told how to treat the server's certificate.
  const queue = { REDIS_URL: cache.url({ ssl_cert_reqs: "required" }) };

  const program = (
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    secrets: Readonly<Record<string, SecretValue>>,
  ): Program => ({
    entryPoint: WITH_DATABASE_URL,
    command,
    environment: {
      ENVIRONMENT: stack.environment.name,
      ...environment,
      DB_HOST: database.writer.host,
      DB_PORT: String(database.writer.port),
      DB_NAME: database.databaseName,
    },
    secrets: { ...secrets, DB_USERNAME: database.username, DB_PASSWORD: database.password },
  });
  const celery = (...args: string[]) => ["celery", "-A", "app.workers.celery_app", ...args];

  return {
    api: program(
      ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", String(API_PORT), "--workers", "4"],
      {
        ...plain,
        ...storage.environment,
        ...DEFAULTS,
        CORS_ORIGINS: origin,
        // /health answers with it, and a release is done when it does (001-092). The document does not name the variable.
        APP_VERSION: given.imageTag,
      },
      {
        ...queue,
        ...storage.secrets,
        ...anthropic,
        SECRET_KEY: new ProvidedSecret(stack, "secret-key", { arn: given.secretKeyArn }),
      },
    ),
    worker: program(
      celery("worker", "--loglevel=info", "--concurrency=4", "--max-tasks-per-child=100"),
      { ...plain, ...storage.environment },
      { ...queue, ...storage.secrets, ...anthropic },
    ),
    beat: program(celery("beat", "--loglevel=info"), {}, queue),
    migrations: program(["alembic", "upgrade", "head"], {}, {}),
    /** Host name of S3, as its clients are told. */
    storageEndpoint,
  };
}
