import { expect, test } from "vitest";
import { AliasRecord, Certificate } from "../../../modules/edge";
import { synthesize } from "../../support/synth";

test("an alias disappears while its target is unhealthy", () => {
  const { resource } = synthesize((stack) => {
    new AliasRecord(stack, "api", {
      hostedZoneId: "Z1",
      host: "api.example.com",
      target: { dnsName: "lb.aws", zoneId: "Z2" },
    });
  });
  expect(resource("aws_route53_record")).toEqual({
    zone_id: "Z1",
    name: "api.example.com",
    type: "A",
    alias: { name: "lb.aws", zone_id: "Z2", evaluate_target_health: true },
  });
});

test("an alias of a distribution is always answered: Route 53 cannot ask for its health", () => {
  const { resource } = synthesize((stack) => {
    const target = { dnsName: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2" };
    new AliasRecord(stack, "site", { hostedZoneId: "Z1", host: "example.com", target });
  });
  expect(resource("aws_route53_record").alias).toMatchObject({ evaluate_target_health: false });
});

test("a certificate proves its names by DNS, and is replaced before it goes", () => {
  const { resource, config } = synthesize((stack) => {
    const certificate = new Certificate(stack, "tls", {
      hostedZoneId: "Z1",
      hosts: ["example.com", "*.example.com"],
    });
    stack.addOverride("output.arn.value", certificate.arn);
  });
  expect(resource("aws_acm_certificate")).toEqual({
    domain_name: "example.com",
    subject_alternative_names: ["*.example.com"],
    validation_method: "DNS",
    lifecycle: { create_before_destroy: true },
  });
  expect(resource("aws_route53_record", "tls_proof_example_com")).toEqual({
    zone_id: "Z1",
    name: '${one([for option in aws_acm_certificate.tls.domain_validation_options : option.resource_record_name if option.domain_name == "example.com"])}',
    type: '${one([for option in aws_acm_certificate.tls.domain_validation_options : option.resource_record_type if option.domain_name == "example.com"])}',
    records: [
      '${one([for option in aws_acm_certificate.tls.domain_validation_options : option.resource_record_value if option.domain_name == "example.com"])}',
    ],
    ttl: 60,
    allow_overwrite: true,
  });
  expect(resource("aws_acm_certificate_validation").certificate_arn).toBe("${aws_acm_certificate.tls.arn}");
  expect(config.output).toEqual({ arn: { value: "${aws_acm_certificate_validation.tls.certificate_arn}" } });
});

test("a certificate for one name says that it has no others: AWS would keep those that it had", () => {
  const { resource } = synthesize((stack) => {
    new Certificate(stack, "tls", { hostedZoneId: "Z1", hosts: ["example.com"] });
  });
  expect(resource("aws_acm_certificate").subject_alternative_names).toEqual([]);
});

test("a certificate for CloudFront is made in us-east-1, and watched there", () => {
  const { resource } = synthesize((stack) => {
    const east = stack.inRegion("us-east-1");
    const certificate = new Certificate(east, "tls", { hostedZoneId: "Z1", hosts: ["example.com"] });
    expect(certificate.label).toBe("us-east-1-tls");
    const { daysToExpiry } = certificate.metrics;
    expect(daysToExpiry).toMatchObject({
      namespace: "AWS/CertificateManager",
      name: "DaysToExpiry",
      statistic: "Minimum",
      unit: "Days",
      region: "us-east-1",
    });
    stack.addOverride("output.dimension.value", "dimensions" in daysToExpiry ? daysToExpiry.dimensions : {});
    expect(certificate.recommended.daysToExpiry).toMatchObject({
      below: 30,
      for: "1 day",
      period: "1 day",
      severity: "warning",
    });
  });
  expect(resource("aws_acm_certificate")).toMatchObject({ provider: "aws.us-east-1" });
});
