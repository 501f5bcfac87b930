import type { IConstruct } from "constructs";
import { checkFormat, checkNumber, checkPort, checkUnique, FORMATS } from "../../src/core";
import { isToken, report } from "../../src/engine";
import { type ContainerProps, portsOf } from "./container";

/** A registry may have a port; what follows the last slash has the tag. */
const IMAGE = {
  pattern:
    /^(?:[^\s@]+\/)?[^\s:@/]+(?::(?!latest$)\w[\w.-]{0,127}|(?::\w[\w.-]{0,127})?@sha256:[0-9a-f]{64})$/,
  allowed: "an image with a tag that stays, or a digest",
  fix: "write a version, e.g. :v1.2.3",
};

const USER = {
  pattern: /^[\w.-]+(?::[\w.-]+)?$/,
  allowed: "a user, or user:group, by name or number",
  fix: 'write for example "1000:1000"',
};

const DIRECTORY = {
  pattern: /^(?:\/[^\s/:]+)+\/?$/,
  allowed: "an absolute path below /",
  fix: 'write for example "/tmp"',
};

/**
 * Reports what ECS would refuse, or run wrongly, when a task starts.
 * @param prefix of the props in messages, e.g. `sidecars.proxy.`
 * @param exec whether ECS Exec is allowed in the task
 */
export function checkContainer(
  construct: IConstruct,
  prefix: string,
  props: ContainerProps,
  exec: boolean,
): void {
  const { image, entryPoint, command, health, user, openFiles, scratch = [] } = props;
  checkFormat(construct, `${prefix}image`, image, IMAGE);
  if (isToken(image) && image.endsWith(":latest"))
    report(construct, { prop: `${prefix}image`, value: ":latest", allowed: IMAGE.allowed, fix: IMAGE.fix });
  for (const port of portsOf(props)) checkPort(construct, `${prefix}port`, port);
  checkVariables(construct, prefix, props);
  if (entryPoint && !command) {
    report(construct, {
      prop: `${prefix}command`,
      value: undefined,
      allowed: "a command beside entryPoint, which replaces the image's command too",
      fix: "repeat the image's command, or write [] where there is none",
    });
  }
  if (health && !health.command.trim()) {
    report(construct, {
      prop: `${prefix}health.command`,
      value: health.command,
      allowed: "a command",
      fix: "write for example curl -f http://localhost:8080/health",
    });
  }
  if (health?.retries !== undefined)
    checkNumber(construct, `${prefix}health.retries`, health.retries, { min: 1, max: 10 });
  if (user !== undefined) checkFormat(construct, `${prefix}user`, user, USER);
  if (openFiles !== undefined)
    checkNumber(construct, `${prefix}openFiles`, openFiles, {
      min: 1,
      max: 1_048_576,
      fix: "write for example 65535",
    });
  if (exec && props.rootFilesystem === "read-only") {
    report(construct, {
      prop: `${prefix}rootFilesystem`,
      value: props.rootFilesystem,
      allowed: '"writable" with exec, whose agent writes there',
      fix: "leave exec or rootFilesystem out",
    });
  }
  for (const directory of scratch) checkFormat(construct, `${prefix}scratch`, directory, DIRECTORY);
  checkUnique(
    construct,
    `${prefix}scratch`,
    scratch.map((directory) => directory.replace(/\/$/, "")),
  );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html */
const SECRET = {
  pattern:
    /^arn:aws:(?:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+(?::[^:]+::)?|ssm:[a-z0-9-]+:\d{12}:parameter\/.+)$/,
  allowed: "the ARN of a secret, with one field of its JSON, or of a parameter",
  fix: "copy the full ARN: arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>",
};

function checkVariables(construct: IConstruct, prefix: string, props: ContainerProps): void {
  const { environment = {}, secrets = {} } = props;
  for (const name of Object.keys(environment))
    checkFormat(construct, `${prefix}environment`, name, FORMATS.variable);
  for (const [name, { valueFrom }] of Object.entries(secrets)) {
    checkFormat(construct, `${prefix}secrets`, name, FORMATS.variable);
    checkFormat(construct, `${prefix}secrets.${name}`, valueFrom, SECRET);
  }
  const both = Object.keys(environment).filter((name) => name in secrets);
  if (both.length > 0) {
    report(construct, {
      prop: `${prefix}secrets`,
      value: both,
      allowed: "names that are not in environment too",
      fix: "remove them from environment",
    });
  }
  const values: Readonly<Record<string, unknown>> = environment;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") continue;
    report(construct, {
      prop: `${prefix}environment.${name}`,
      value: typeof value,
      allowed: "a text",
      fix: "move a secret to secrets, and write numbers as text",
    });
  }
}
