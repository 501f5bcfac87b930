import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import { allGrants, type Duration, type Grant, nameFor, type PhysicalName, seconds } from "../../src/core";
import { ZipAsset } from "../../src/engine";
import { type IEncryptionKey, Role } from "../security";
import { LogGroup } from "./log-group";

export interface PythonFunctionProps {
  readonly name: PhysicalName;
  readonly description: string;
  /** Python 3.13 with a `handler(event, context)`. The runtime has boto3 and nothing else. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** How long a call may take, 1 to 900 seconds. */
  readonly timeout: Duration;
  /** Encrypts its log. */
  readonly key: IEncryptionKey;
  /** Gives its role what the program needs; it can write its log without. The function is made when they are there. */
  readonly rights: (role: Role) => readonly Grant[];
}

/** A program on Lambda, without a network of its own, for what AWS leaves to functions. */
export class PythonFunction extends Construct {
  readonly resource: LambdaFunction;

  constructor(scope: Construct, id: string, props: PythonFunctionProps) {
    super(scope, id);
    const functionName = nameFor(this, "lambda-function", props.name);
    const logs = new LogGroup(this, "@logs", {
      name: { exact: `/aws/lambda/${functionName}` },
      key: props.key,
    });
    const role = new Role(this, "@role", { name: props.name, service: "lambda.amazonaws.com" });
    const rights = allGrants(logs.grantWrite(role), ...props.rights(role));
    const code = new ZipAsset(this, "@code", { "index.py": props.program });
    this.resource = new LambdaFunction(this, "@function", {
      functionName,
      description: props.description,
      runtime: "python3.13",
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: code.hash,
      role: role.arn,
      timeout: seconds(this, "timeout", props.timeout, { min: "1 second", max: "15 minutes" }),
      environment: { variables: props.environment },
      // Lambda would make the group itself: unencrypted, and kept for ever.
      dependsOn: [logs.resource, ...rights.dependables],
    });
  }
}
