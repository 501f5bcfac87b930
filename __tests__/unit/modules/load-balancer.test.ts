import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LoadBalancer, type LoadBalancerProps, Service } from "../../../modules/compute";
import { rateLimit, WebAcl } from "../../../modules/security";
import { LogBucket } from "../../../modules/storage";
import type { PlatformStack } from "../../../src/core";
import { clusterParts } from "../../support/parts";
import { problems, production, staging, synthesize } from "../../support/synth";

function scene(stack: PlatformStack, change: Partial<LoadBalancerProps> = {}) {
  const { key, network, cluster, securityGroup } = clusterParts(stack);
  const webAcl = new WebAcl(stack, "waf", { key, rules: [rateLimit(stack, 2000)] });
  const edge = new LoadBalancer(stack, "edge", {
    network,
    webAcl,
    certificateArn: "arn:certificate",
    accessLogs: new LogBucket(stack, "logs"),
    ...change,
  });
  const service = (id: string, port = 8000) =>
    new Service(stack, id, {
      cluster,
      securityGroup,
      image: "api:v1",
      size: { cpu: 256, memory: "512 MiB" },
      count: 1,
      port,
    });
  return { edge, service };
}
const build = (
  use: (parts: ReturnType<typeof scene>) => void,
  environment = staging,
  change: Partial<LoadBalancerProps> = {},
) => synthesize((stack) => use(scene(stack, change)), environment);
const refused = (use: (parts: ReturnType<typeof scene>) => void) => problems((stack) => use(scene(stack)));

describe("a load balancer", () => {
  const { resource, resources } = build(({ edge, service }) => {
    const api = service("api");
    edge.refuse("metrics", { paths: ["/metrics"], priority: 90 });
    edge.route(api, {
      paths: ["/api/*", "/health"],
      health: { path: "/health", healthy: 3, unhealthy: 3, timeout: "10 seconds" },
    });
    edge.route(api, { name: "api_host", hosts: ["api.example.com"] });
    edge.routeRest(service("frontend", 8080), { health: { path: "/" } });
  });

  test("is public, careful with headers, and logs every request", () => {
    expect(resource("aws_lb")).toEqual({
      name: "shop-test",
      internal: false,
      load_balancer_type: "application",
      security_groups: ["${aws_security_group.edge.id}"],
      subnets: ["${aws_subnet.network_public_a.id}", "${aws_subnet.network_public_b.id}"],
      enable_deletion_protection: false,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
      idle_timeout: 60,
      access_logs: { enabled: true, bucket: "${aws_s3_bucket.logs.id}", prefix: "alb" },
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
  });

  test("sends HTTP to HTTPS, and speaks TLS 1.2 and 1.3", () => {
    expect(resource("aws_lb_listener", "edge_http")).toMatchObject({
      port: 80,
      default_action: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
      ],
    });
    expect(resource("aws_lb_listener", "edge_https")).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: "arn:certificate",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.edge_frontend.arn}" }],
    });
  });

  test("routes by path and host, in the order of the program", () => {
    expect(resource("aws_lb_listener_rule", "edge_rule_metrics")).toMatchObject({
      priority: 90,
      action: [{ type: "fixed-response", fixed_response: { status_code: "404" } }],
    });
    expect(resource("aws_lb_listener_rule", "edge_rule_api")).toMatchObject({
      priority: 100,
      condition: [{ path_pattern: { values: ["/api/*", "/health"] } }],
      action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.edge_api.arn}" }],
    });
    expect(resource("aws_lb_listener_rule", "edge_rule_api_host")).toMatchObject({
      priority: 110,
      condition: [{ host_header: { values: ["api.example.com"] } }],
    });
  });

  test("has one target group per service, with its health check", () => {
    expect(resource("aws_lb_target_group", "edge_api")).toEqual({
      name: "shop-test-api",
      port: 8000,
      protocol: "HTTP",
      target_type: "ip",
      vpc_id: "${aws_vpc.network.id}",
      health_check: {
        enabled: true,
        path: "/health",
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: 30,
        timeout: 10,
        healthy_threshold: 3,
        unhealthy_threshold: 3,
      },
    });
    expect(Object.keys(resources("aws_lb_target_group"))).toEqual(["edge_api", "edge_frontend"]);
  });

  test("gives services time, and makes them wait for their rules", () => {
    expect(resource("aws_ecs_service", "api")).toMatchObject({
      health_check_grace_period_seconds: 60,
      load_balancer: [
        {
          target_group_arn: "${aws_lb_target_group.edge_api.arn}",
          container_name: "api",
          container_port: 8000,
        },
      ],
      depends_on: [
        "aws_ecs_cluster_capacity_providers.cluster",
        "aws_lb_listener_rule.edge_rule_api",
        "aws_lb_listener_rule.edge_rule_api_host",
      ],
    });
    expect(resource("aws_ecs_service", "frontend").depends_on).toContain("aws_lb_listener.edge_https");
  });

  test("is reached by all, and reaches exactly its services' ports", () => {
    expect(resource("aws_vpc_security_group_ingress_rule", "edge_from_anywhere_443")).toMatchObject({
      cidr_ipv4: "0.0.0.0/0",
      from_port: 443,
    });
    const out = Object.values(resources("aws_vpc_security_group_egress_rule"));
    expect(out.map(({ from_port, to_port }) => [from_port, to_port])).toEqual([
      [8000, 8000],
      [8080, 8080],
    ]);
  });

  test("of production cannot be deleted by accident", () => {
    expect(build(() => undefined, production).resource("aws_lb").enable_deletion_protection).toBe(true);
  });

  test("everything on", () => {
    const { resource: one } = build(() => undefined, staging, {
      tls: "1.3",
      idleTimeout: "1 hour",
      name: "public",
    });
    expect(one("aws_lb")).toMatchObject({ name: "shop-test-public", idle_timeout: 3600 });
    expect(one("aws_lb_listener", "edge_https").ssl_policy).toBe("ELBSecurityPolicy-TLS13-1-3-2021-06");
    expect(one("aws_lb_listener", "edge_https").default_action).toMatchObject([{ type: "fixed-response" }]);
  });
});

describe("priorities", () => {
  test("never meet, whatever is given and whatever is counted", () => {
    const given = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 5 });
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 5 }), (fixed, counted) => {
        const { resources } = build(({ edge }) => {
          for (const [index, priority] of fixed.entries())
            edge.refuse(`fixed_${index}`, { paths: ["/x"], priority });
          for (let index = 0; index < counted; index++) edge.refuse(`counted_${index}`, { paths: ["/x"] });
        });
        const all = Object.values(resources("aws_lb_listener_rule")).map((rule) => rule.priority);
        expect(new Set(all).size).toBe(fixed.length + counted);
      }),
      { numRuns: 10 },
    );
  });

  test("that meet are refused", () => {
    const found = refused(({ edge }) => {
      edge.refuse("one", { paths: ["/x"], priority: 7 });
      edge.refuse("two", { paths: ["/y"], priority: 7 });
    });
    expect(found).toMatchObject([
      { prop: "route(two).priority", value: 7, allowed: "a number that no other rule has; one has it" },
    ]);
  });

  test("out of range are refused", () => {
    expect(refused(({ edge }) => edge.refuse("x", { paths: ["/x"], priority: 0 }))).toMatchObject([
      { prop: "route(x).priority", allowed: "1 to 50000" },
    ]);
  });
});

test("refuses rules with no or too many conditions", () => {
  expect(refused(({ edge }) => edge.refuse("none", {}))).toMatchObject([
    { prop: "route(none)", allowed: "1 to 5 hosts and paths together" },
  ]);
  const paths = ["/1", "/2", "/3", "/4", "/5", "/6"];
  expect(refused(({ edge }) => edge.refuse("many", { paths }))).toMatchObject([
    { fix: expect.stringContaining("split it into two routes") },
  ]);
});

test("refuses a first route without a health check, an endless idle time, and a check that never ends", () => {
  expect(refused(({ edge, service }) => edge.route(service("api"), { paths: ["/x"] }))).toMatchObject([
    { prop: "route(api).health", fix: 'add health: { path: "/health" }' },
  ]);
  expect(problems((stack) => void scene(stack, { idleTimeout: "2 hours" }))).toMatchObject([
    { prop: "idleTimeout", fix: "let clients send pings instead" },
  ]);
  const health = { path: "/", interval: "5 seconds", timeout: "5 seconds" } as const;
  expect(refused(({ edge, service }) => edge.routeRest(service("web"), { health }))).toMatchObject([
    { prop: "health.timeout", allowed: "less than health.interval (5 seconds)" },
  ]);
});
