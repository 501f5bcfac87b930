import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMath } from "../../../src/core";
import { waitFor } from "../../../src/engine";
import { balancerParts } from "../../support/balancer";
import { synthesize } from "../../support/synth";

const health = { path: "/health" };
const rule = "aws_lb_listener_rule";

describe("a route", () => {
  const { resource, resources } = synthesize((stack) => {
    const { edge, target } = balancerParts(stack);
    edge.refuse("metrics", { paths: ["/metrics"], priority: 90 });
    edge.refuse("admin", { hosts: ["admin.example.com"], priority: 100 }, 403);
    const group = edge.route(target("api"), { paths: ["/api/*", "/health"], priority: 110, health });
    edge.route(group, { id: "host", hosts: ["api.example.com"], priority: 120 });
    edge.listener("internal", { port: 8443 }).route(group, { sources: ["10.0.0.0/8"] });
    const rest = edge.routeRest(target("frontend", 8080), { health: { path: "/", port: 9000 } });
    edge.listener("partner", { port: 9443 }).routeRest(rest);
  });

  test("forwards what meets its conditions, in the order of the program", () => {
    expect(resource(rule, "edge_https_api")).toEqual({
      listener_arn: "${aws_lb_listener.edge_https.arn}",
      priority: 110,
      condition: [{ path_pattern: { values: ["/api/*", "/health"] } }],
      action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.edge_api.arn}" }],
    });
    expect(resource(rule, "edge_https_api_host")).toMatchObject({
      priority: 120,
      condition: [{ host_header: { values: ["api.example.com"] } }],
      action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.edge_api.arn}" }],
    });
    expect(resource(rule, "edge_internal_api")).toMatchObject({
      listener_arn: "${aws_lb_listener.edge_internal.arn}",
      priority: 100,
      condition: [{ source_ip: { values: ["10.0.0.0/8"] } }],
    });
  });

  test("or refuses it", () => {
    expect(resource(rule, "edge_https_refuse_metrics")).toMatchObject({
      priority: 90,
      action: [{ type: "fixed-response", fixed_response: { status_code: "404", message_body: "not found" } }],
    });
    expect(resource(rule, "edge_https_refuse_admin").action).toMatchObject([
      { fixed_response: { status_code: "403", message_body: "forbidden" } },
    ]);
  });

  test("takes what is left", () => {
    const forward = [{ type: "forward", target_group_arn: "${aws_lb_target_group.edge_frontend.arn}" }];
    expect(resource("aws_lb_listener", "edge_https").default_action).toEqual(forward);
    expect(resource("aws_lb_listener", "edge_partner").default_action).toEqual(forward);
    expect(resource("aws_lb_listener", "edge_internal").default_action).toMatchObject([
      { type: "fixed-response" },
    ]);
  });

  test("makes one group for each target, as AWS has it", () => {
    expect(Object.keys(resources("aws_lb_target_group"))).toEqual(["edge_api", "edge_frontend"]);
    expect(resource("aws_lb_target_group", "edge_api")).toEqual({
      name: "shop-test-edge-api",
      // Not the target's, which may change: AWS fixes that of a group.
      port: 80,
      protocol: "HTTP",
      target_type: "ip",
      vpc_id: "${aws_vpc.network.id}",
      deregistration_delay: "300",
      health_check: {
        enabled: true,
        path: "/health",
        port: "traffic-port",
        protocol: "HTTP",
        matcher: "200",
        interval: 30,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 2,
      },
      lifecycle: { create_before_destroy: true },
    });
  });

  test("makes targets wait for every rule and listener", () => {
    const [api, frontend] = ["edge_api", "edge_frontend"].map(
      (name) => `\${aws_lb_target_group.${name}.arn}`,
    );
    expect(resource("aws_ssm_parameter", "service_of_api")).toMatchObject({
      value: `${api},${api},${api}`,
      depends_on: [
        "aws_lb_listener_rule.edge_https_api",
        "aws_lb_listener_rule.edge_https_api_host",
        "aws_lb_listener_rule.edge_internal_api",
      ],
    });
    expect(resource("aws_ssm_parameter", "service_of_frontend")).toMatchObject({
      value: `${frontend},${frontend}`,
      depends_on: ["aws_lb_listener.edge_https", "aws_lb_listener.edge_partner"],
    });
  });

  test("opens the ports of requests and of health, and no others", () => {
    const names = (type: string) => Object.keys(resources(type)).filter((name) => !name.includes("anywhere"));
    expect(names("aws_vpc_security_group_ingress_rule")).toEqual([
      "api_from_edge_8000",
      "frontend_from_edge_8080",
      "frontend_from_edge_9000",
    ]);
    expect(names("aws_vpc_security_group_egress_rule")).toEqual([
      "edge_to_api_8000",
      "edge_to_frontend_8080",
      "edge_to_frontend_9000",
    ]);
  });
});

test("everything on", () => {
  const { resource } = synthesize((stack) => {
    const { edge, target } = balancerParts(stack);
    edge.route(target("api"), {
      hosts: ["*.example.com"],
      methods: ["GET"],
      headers: { "X-Api-Version": ["2*"], Accept: ["application/json"] },
      sources: ["203.0.113.7/32"],
      priority: 7,
      health: {
        path: "/health?deep=1",
        codes: "200,301-302",
        port: 9000,
        interval: "10 seconds",
        timeout: "4 seconds",
        healthy: 3,
        unhealthy: 5,
      },
      drain: "0 seconds",
      stickiness: { duration: "1 hour", cookie: "session" },
      slowStart: "1 minute",
      port: 8080,
      name: { exact: "api" },
    });
    edge.routeRest(target("web"), { health, stickiness: { duration: "1 day" } });
  });
  expect(resource(rule, "edge_https_api")).toMatchObject({
    priority: 7,
    condition: [
      { host_header: { values: ["*.example.com"] } },
      { http_request_method: { values: ["GET"] } },
      { http_header: { http_header_name: "X-Api-Version", values: ["2*"] } },
      { http_header: { http_header_name: "Accept", values: ["application/json"] } },
      { source_ip: { values: ["203.0.113.7/32"] } },
    ],
  });
  expect(resource("aws_lb_target_group", "edge_api")).toMatchObject({
    name: "api",
    port: 8080,
    deregistration_delay: "0",
    slow_start: 60,
    stickiness: { enabled: true, type: "app_cookie", cookie_duration: 3600, cookie_name: "session" },
    health_check: {
      path: "/health?deep=1",
      port: "9000",
      matcher: "200,301-302",
      interval: 10,
      timeout: 4,
      healthy_threshold: 3,
      unhealthy_threshold: 5,
    },
  });
  expect(resource("aws_lb_target_group", "edge_web").stickiness).toEqual({
    enabled: true,
    type: "lb_cookie",
    cookie_duration: 86_400,
  });
});

test("a group refers to itself as scaling does, and grows with its rules", () => {
  const { resource } = synthesize((stack) => {
    const { edge, target } = balancerParts(stack);
    const group = edge.route(target("api"), { paths: ["/api/*"], health });
    const { dependables } = group;
    edge.route(group, { id: "host", hosts: ["api.example.com"], priority: 110 });
    const scaling = new SsmParameter(stack, "scaling", {
      name: "scaling",
      type: "String",
      value: group.resourceLabel,
    });
    waitFor(scaling, dependables);
  });
  expect(resource("aws_ssm_parameter", "scaling")).toMatchObject({
    value: "${aws_lb.edge.arn_suffix}/${aws_lb_target_group.edge_api.arn_suffix}",
    depends_on: ["aws_lb_listener_rule.edge_https_api", "aws_lb_listener_rule.edge_https_api_host"],
  });
});

test("a group tells what it measures, and where alarms fit", () => {
  synthesize((stack) => {
    const { edge, target } = balancerParts(stack);
    const { label, metrics, recommended } = edge.routeRest(target("api"), { health });
    expect(label).toBe("edge-api");
    expect(Object.keys(metrics)).toEqual([
      "requestCount",
      "targetResponseTime",
      "targetConnectionErrorRate",
      "target5xxRate",
      "target5xxCount",
      "target4xxCount",
      "target2xxCount",
      "healthyHostCount",
      "unHealthyHostCount",
    ]);
    for (const metric of Object.values(metrics)) {
      const [series] = isMath(metric) ? Object.values(metric.of) : [metric];
      expect(series?.namespace).toBe("AWS/ApplicationELB");
      expect(Object.keys(series?.dimensions ?? {})).toEqual(["LoadBalancer", "TargetGroup"]);
    }
    expect(metrics.targetResponseTime).toMatchObject({ name: "TargetResponseTime", statistic: "p95" });
    expect(recommended).toMatchObject({
      target5xxRate: { above: 5, for: "5 minutes", severity: "critical" },
      targetResponseTime: { above: 2, for: "5 minutes", severity: "warning" },
      healthyHostCount: {
        below: 1,
        for: "1 minute",
        period: "1 minute",
        severity: "critical",
        missing: "breaching",
        action: "look at why tasks of api stopped, or why they do not answer /health",
      },
    });
  });
});

test("rules keep their places when others come or go", () => {
  const given = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(given, fc.nat(), (priorities, nth) => {
      const without = priorities[nth % priorities.length];
      const rules = (kept: readonly number[]) =>
        synthesize((stack) => {
          const { edge } = balancerParts(stack);
          for (const priority of kept) edge.refuse(`rule_${priority}`, { paths: [`/${priority}`], priority });
        }).resources(rule);
      const all = rules(priorities);
      const fewer = rules(priorities.filter((priority) => priority !== without));
      expect(Object.keys(fewer)).toHaveLength(priorities.length - 1);
      for (const [name, one] of Object.entries(fewer)) expect(one).toEqual(all[name]);
    }),
    { numRuns: 10 },
  );
});

test("a long name is shortened to what AWS takes", () => {
  const { resource } = synthesize((stack) => {
    const { edge, target } = balancerParts(stack, { name: "customers-and-partners" });
    edge.routeRest(target("recommendations"), { health });
  });
  expect(resource("aws_lb_target_group").name).toMatch(/^shop-test-customers-and-p\w*-[0-9a-f]{6}$/);
});
