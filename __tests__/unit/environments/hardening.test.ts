import { describe, expect, test } from "vitest";
import { Graph, type Resource } from "../../support/graph";
import { app, parsed } from "../../support/synth";
import { stacks } from "../../support/takeoff";
import { Twice } from "../../support/twice";

// What scanners of configurations ask of every stack, and AWS's documents with them.
const twice = app();
new Twice(twice);
const all = [
  ...[...stacks].map(([name, config]) => [name, new Graph(config)] as const),
  ...twice.resolveStacks().map(({ stack, config }) => [stack.node.id, new Graph(config)] as const),
];

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const statementsOf = (text: unknown) => (parsed(text) as unknown as { Statement: Statement[] }).Statement;
const names = (resources: readonly Resource[]) => resources.map(({ address }) => address);
const requires = ({ Condition = {} }: Statement, key: string) =>
  Object.values(Condition).some((keys) => key in keys);

/** Services that name no account when they assume a role: a condition would keep them out. */
const NAMELESS = ["lambda.amazonaws.com", "s3.amazonaws.com"];

describe.each(all)("%s", (_, graph) => {
  test("roles are assumed on behalf of this account, by services that say on whose", () => {
    const open = graph.all("aws_iam_role").filter(({ body }) =>
      statementsOf(body.assume_role_policy).some((statement) => {
        const { Service = "" } = statement.Principal ?? {};
        return !requires(statement, "aws:SourceAccount") && !NAMELESS.includes(Service);
      }),
    );
    expect(names(open)).toEqual([]);
  });

  test("a role is passed to one service only", () => {
    const open = graph
      .all("aws_iam_role_policy")
      .filter(({ body }) =>
        statementsOf(body.policy).some(
          (statement) =>
            [statement.Action].flat().includes("iam:PassRole") && !requires(statement, "iam:PassedToService"),
        ),
      );
    expect(names(open)).toEqual([]);
  });

  test("what cannot be delivered or started is kept", () => {
    const targets = graph
      .all("aws_cloudwatch_event_target")
      .filter(({ body }) => graph.named(body.arn, "aws_sqs_queue").length === 0)
      .filter(({ body }) => graph.named(body.dead_letter_config, "aws_sqs_queue").length === 0);
    const schedules = graph
      .all("aws_scheduler_schedule")
      .filter(
        ({ body }) =>
          graph.named((body.target as { dead_letter_config?: unknown }).dead_letter_config, "aws_sqs_queue")
            .length === 0,
      );
    expect(names([...targets, ...schedules])).toEqual([]);
  });

  test("nothing is let out to anywhere but by HTTPS", () => {
    const open = graph
      .all("aws_vpc_security_group_egress_rule")
      .filter(({ body }) => body.cidr_ipv4 !== undefined)
      .filter(({ body }) => body.ip_protocol !== "tcp" || body.from_port !== 443 || body.to_port !== 443);
    expect(names(open)).toEqual([]);
  });

  test("log buckets admit senders that there are", () => {
    const balancers = graph.all("aws_lb").flatMap(({ body }) => graph.named(body.access_logs));
    const admitting = graph
      .all("aws_s3_bucket_policy")
      .filter(({ body }) =>
        statementsOf(body.policy).some(({ Sid }) => Sid.startsWith("DeliverLoadBalancer")),
      );
    expect(
      names(admitting).filter((address) => !names(balancers).includes(address.replace("_policy.", "."))),
    ).toEqual([]);
  });

  test("access keys and passwords are not Terraform's", () => {
    expect(names(graph.all("aws_iam_access_key"))).toEqual([]);
    const users = graph.all("aws_iam_user").filter(({ body }) => body.force_destroy !== true);
    expect(names(users)).toEqual([]);
  });

  test("databases speak TLS only", () => {
    const groups = graph.all("aws_db_parameter_group").map(({ body }) => body.parameter);
    for (const parameters of groups)
      expect(parameters).toContainEqual({
        name: "rds.force_ssl",
        value: "1",
        apply_method: "pending-reboot",
      });
  });
});
