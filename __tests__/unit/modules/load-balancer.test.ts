import { describe, expect, test } from "vitest";
import { Certificate, rateLimit, WebAcl } from "../../../modules/edge";
import { LoadBalancer } from "../../../modules/load-balancing";
import { SecurityGroup } from "../../../modules/networking";
import { LogBucket } from "../../../modules/storage";
import { balancerParts, certificate, fakeTarget } from "../../support/balancer";
import { production, synthesize } from "../../support/synth";

/** A network that is there already. */
const existing = {
  vpcId: "vpc-1",
  cidr: "10.0.0.0/16",
  publicSubnetIds: ["subnet-1", "subnet-2"],
  privateSubnetIds: ["subnet-3", "subnet-4"],
  databaseSubnetIds: [],
};
const ingress = "aws_vpc_security_group_ingress_rule";
const egress = "aws_vpc_security_group_egress_rule";

describe("a load balancer of one line", () => {
  const { addresses, resource, resources } = synthesize((stack) => void balancerParts(stack));

  test("is public, careful with headers, and refuses what no rule matches", () => {
    expect(resource("aws_lb")).toEqual({
      name: "shop-test-edge",
      internal: false,
      load_balancer_type: "application",
      security_groups: ["${aws_security_group.edge.id}"],
      subnets: ["${aws_subnet.network_public_a.id}", "${aws_subnet.network_public_b.id}"],
      enable_deletion_protection: false,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
      idle_timeout: 60,
      depends_on: [
        "aws_route_table_association.network_public_association_a",
        "aws_route_table_association.network_public_association_b",
      ],
      lifecycle: { prevent_destroy: false },
    });
    expect(resource("aws_security_group", "edge")).toMatchObject({
      name: "shop-test-edge",
      tags: { Description: "Load balancer edge" },
    });
  });

  test("sends HTTP to HTTPS, and speaks TLS 1.2 and 1.3", () => {
    expect(resource("aws_lb_listener", "edge_redirect")).toEqual({
      load_balancer_arn: "${aws_lb.edge.arn}",
      port: 80,
      protocol: "HTTP",
      default_action: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
      ],
    });
    expect(resource("aws_lb_listener", "edge_https")).toEqual({
      load_balancer_arn: "${aws_lb.edge.arn}",
      port: 443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: certificate.arn,
      default_action: [
        {
          type: "fixed-response",
          fixed_response: { content_type: "text/plain", message_body: "not found", status_code: "404" },
        },
      ],
    });
  });

  test("is reached by all on its two ports, and reaches nothing", () => {
    expect(resource(ingress, "edge_from_anywhere_443")).toMatchObject({
      cidr_ipv4: "0.0.0.0/0",
      from_port: 443,
      to_port: 443,
      description: "Clients of https",
    });
    expect(resource(ingress, "edge_from_anywhere_80")).toMatchObject({ description: "Clients of redirect" });
    expect(resources(egress)).toEqual({});
    expect(addresses.filter((address) => /wafv2|certificate|rule\./.test(address))).toHaveLength(2);
  });
});

describe("everything on", () => {
  const { resource, resources } = synthesize((stack) => {
    const { key, edge } = balancerParts(stack, {
      certificates: [
        certificate,
        { arn: `${certificate.arn}-2` },
        { arn: `${certificate.arn}-3`, label: "admin" },
      ],
      clients: ["203.0.113.0/24"],
      accessLogs: new LogBucket(stack, "logs"),
      tls: "1.3",
      idleTimeout: "1 hour",
      name: "public",
    });
    edge.listener("grpc", { port: 8443, certificates: [{ arn: `${certificate.arn}-4` }], tls: "1.2" });
    const webAcl = new WebAcl(stack, "waf", { key, rules: [rateLimit(2000)] });
    for (const id of ["one", "two"])
      new LoadBalancer(stack, id, { network: existing, certificates: [certificate], webAcl });
  });

  test("names and logs, and waits for the policy of the bucket", () => {
    expect(resource("aws_lb", "edge")).toMatchObject({
      name: "shop-test-public",
      idle_timeout: 3600,
      access_logs: { enabled: true, bucket: "${aws_s3_bucket.logs.id}", prefix: "alb" },
      depends_on: expect.arrayContaining(["aws_s3_bucket_policy.logs"]),
    });
    expect(resource("aws_security_group", "edge").name).toBe("shop-test-public");
  });

  test("further certificates and listeners", () => {
    expect(resource("aws_lb_listener", "edge_https").ssl_policy).toBe("ELBSecurityPolicy-TLS13-1-3-2021-06");
    expect(resource("aws_lb_listener_certificate", "edge_https_2")).toEqual({
      listener_arn: "${aws_lb_listener.edge_https.arn}",
      certificate_arn: `${certificate.arn}-2`,
    });
    expect(Object.keys(resources("aws_lb_listener_certificate"))).toEqual([
      "edge_https_2",
      "edge_https_admin",
    ]);
    expect(resource("aws_lb_listener", "edge_grpc")).toMatchObject({
      port: 8443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: `${certificate.arn}-4`,
    });
  });

  test("only its clients, on every port", () => {
    expect(Object.keys(resources(ingress)).filter((name) => name.startsWith("edge"))).toEqual([
      "edge_from_203_0_113_0_24_80",
      "edge_from_203_0_113_0_24_443",
      "edge_from_203_0_113_0_24_8443",
    ]);
  });

  test("several share a web ACL", () => {
    expect(resources("aws_wafv2_web_acl_association")).toEqual({
      one: { resource_arn: "${aws_lb.one.arn}", web_acl_arn: "${aws_wafv2_web_acl.waf.arn}" },
      two: { resource_arn: "${aws_lb.two.arn}", web_acl_arn: "${aws_wafv2_web_acl.waf.arn}" },
    });
  });
});

describe("an internal load balancer", () => {
  const plainHttp = "The services of this network have no names of their own";

  test("is in private subnets, and reached by whoever is connected to it", () => {
    const { resource, resources } = synthesize((stack) => {
      const { edge, network } = balancerParts(stack, { exposure: "internal" });
      const jobs = new SecurityGroup(stack, "jobs", { network, description: "Jobs" });
      edge.securityGroup.allowFrom(jobs, edge.port);
    });
    expect(resource("aws_lb")).toMatchObject({
      internal: true,
      subnets: ["${aws_subnet.network_private_a.id}", "${aws_subnet.network_private_b.id}"],
    });
    expect(Object.keys(resources("aws_lb_listener"))).toEqual(["edge_https"]);
    expect(Object.keys(resources(ingress))).toEqual(["edge_from_jobs_443"]);
    expect(Object.keys(resources(egress))).toEqual(["jobs_to_edge_443"]);
  });

  test("admits ranges and groups", () => {
    const { resources } = synthesize((stack) => {
      const jobs = new SecurityGroup(stack, "jobs", { network: existing, description: "Jobs" });
      balancerParts(stack, { exposure: "internal", clients: ["10.0.0.0/8", jobs] });
    });
    expect(Object.keys(resources(ingress))).toEqual(["edge_from_10_0_0_0_8_443", "edge_from_jobs_443"]);
  });

  test("does without certificates for a reason that is kept", () => {
    let reasons: unknown;
    const { resource, resources } = synthesize((stack) => {
      const { edge } = balancerParts(stack, { exposure: "internal", certificates: [], plainHttp });
      edge.listener("admin", { port: 8080 });
      reasons = edge.node.metadata.map(({ type, data }) => [type, data]);
      expect(edge.port).toBe(80);
    });
    expect(reasons).toEqual([["landform/relaxation", { prop: "plainHttp", reason: plainHttp }]]);
    expect(Object.keys(resources("aws_lb_listener"))).toEqual(["edge_http", "edge_admin"]);
    expect(resource("aws_lb_listener", "edge_http")).toMatchObject({ port: 80, protocol: "HTTP" });
    expect(resource("aws_lb_listener", "edge_http")).not.toHaveProperty("ssl_policy");
    expect(resource("aws_lb_listener", "edge_admin")).toMatchObject({ port: 8080, protocol: "HTTP" });
  });
});

test("of production it is not deleted by accident", () => {
  const { resource } = synthesize((stack) => void balancerParts(stack, { exposure: "internal" }), production);
  expect(resource("aws_lb")).toMatchObject({
    enable_deletion_protection: true,
    lifecycle: { prevent_destroy: true },
  });
});

test("a certificate of the stack is waited for by its proof", () => {
  const { resource } = synthesize((stack) => {
    const tls = new Certificate(stack, "tls", { hostedZoneId: "Z1", hosts: ["example.com"] });
    const admin = new Certificate(stack, "admin-tls", { hostedZoneId: "Z1", hosts: ["admin.example.com"] });
    balancerParts(stack, { certificates: [tls, admin] });
  });
  expect(resource("aws_lb_listener", "edge_https").certificate_arn).toBe(
    "${aws_acm_certificate_validation.tls.certificate_arn}",
  );
  expect(resource("aws_lb_listener_certificate", "edge_https_admin_tls").certificate_arn).toBe(
    "${aws_acm_certificate_validation.admin_tls.certificate_arn}",
  );
});

test("services may be called as its own parts are", () => {
  const names = ["https", "http", "redirect", "edge", "rule", "refuse", "targets", "listener"];
  const { resources } = synthesize((stack) => {
    const { edge } = balancerParts(stack);
    for (const [index, name] of names.entries()) {
      const priority = 100 + 10 * index;
      const target = fakeTarget(stack, name, { group: `${name}-tasks` });
      edge.refuse(name, { paths: [`/${name}/metrics`], priority });
      edge.route(target, { paths: [`/${name}/*`], priority: priority + 5, health: { path: "/" } });
    }
  });
  expect(Object.keys(resources("aws_lb_target_group"))).toEqual(names.map((name) => `edge_${name}`));
  expect(Object.keys(resources("aws_lb_listener_rule"))).toHaveLength(2 * names.length);
});

test("tells what it measures, and where alarms fit", () => {
  synthesize((stack) => {
    const { edge } = balancerParts(stack);
    expect(edge.label).toBe("edge");
    expect(Object.keys(edge.metrics)).toEqual([
      "requestCount",
      "targetResponseTime",
      "target5xxRate",
      "elb5xxCount",
      "activeConnectionCount",
      "rejectedConnectionCount",
    ]);
    expect(edge.metrics.rejectedConnectionCount).toMatchObject({
      namespace: "AWS/ApplicationELB",
      name: "RejectedConnectionCount",
      statistic: "Sum",
      region: "eu-west-1",
    });
    expect(Object.keys(edge.metrics.rejectedConnectionCount)).toContain("dimensions");
    expect(edge.recommended).toMatchObject({
      elb5xxCount: { above: 10, severity: "warning" },
      rejectedConnectionCount: { above: 0, severity: "critical" },
    });
  });
});
