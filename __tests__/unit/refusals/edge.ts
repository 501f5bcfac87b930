import {
  AliasRecord,
  Certificate,
  managedRules,
  rateLimit,
  WebAcl,
  type WebAclProps,
} from "../../../modules/edge";
import { EncryptionKey } from "../../../modules/security";
import type { PlatformStack } from "../../../src/core";
import { Input } from "../../../src/engine";
import { type Refusal, refusal } from "./refusal";

const hosts =
  (...names: readonly string[]) =>
  (stack: PlatformStack) =>
    void new Certificate(stack, "tls", { hostedZoneId: "Z1", hosts: names });
const rules =
  (...given: WebAclProps["rules"]) =>
  (stack: PlatformStack) =>
    void new WebAcl(stack, "waf", { key: new EncryptionKey(stack, "key"), rules: given });

const COMMON = "AWSManagedRulesCommonRuleSet";
const target = { dnsName: "lb.aws", zoneId: "Z2" };

const ofNames: readonly Refusal[] = [
  refusal(
    "a certificate for nothing",
    hosts(),
    "tls",
    "hosts",
    "1 to 100 names",
    "name the hosts that clients use, and make a second certificate for more than 100",
  ),
  refusal(
    "a certificate for more names than one can have",
    hosts(...Array.from({ length: 101 }, (_, index) => `a${index}.example.com`)),
    "tls",
    "hosts",
    "1 to 100 names",
    "name the hosts that clients use, and make a second certificate for more than 100",
  ),
  refusal(
    "a host twice",
    hosts("a.example.com", "a.example.com"),
    "tls",
    "hosts",
    "each once",
    "remove the duplicates",
  ),
  refusal(
    "a host with a scheme",
    hosts("https://example.com"),
    "tls",
    "hosts",
    "a full domain name",
    "write for example api.example.com, without scheme, port or path",
  ),
  refusal(
    "a wildcard inside a host",
    hosts("api.*.example.com"),
    "tls",
    "hosts",
    "a full domain name",
    "write for example api.example.com, without scheme, port or path",
  ),
  refusal(
    "a host in upper case",
    hosts("Example.com"),
    "tls",
    "hosts",
    "names in lower case, as AWS returns them",
    "write example.com",
  ),
  refusal(
    "a subject that is too long",
    hosts(`${"a".repeat(60)}.example.com`),
    "tls",
    "hosts",
    "a first name of up to 64 characters",
    "put a shorter name first",
  ),
  refusal(
    "a host that only Terraform knows",
    (stack) => {
      const host = Input.string(stack, "host", {
        description: "Host of the service.",
        example: "api.example.com",
        matches: "^.+$",
        allowed: "A host.",
      });
      hosts(host)(stack);
    },
    "tls",
    "hosts",
    "names that are known at synthesis",
    "write the name, not an Input",
  ),
  refusal(
    "a zone that is a name",
    (stack) => void new Certificate(stack, "tls", { hostedZoneId: "example.com", hosts: ["example.com"] }),
    "tls",
    "hostedZoneId",
    "the id of a hosted zone",
    "copy it from the AWS console: Z…",
  ),
  refusal(
    "an alias in a zone that is a name",
    (stack) =>
      void new AliasRecord(stack, "api", { hostedZoneId: "example.com", host: "api.example.com", target }),
    "api",
    "hostedZoneId",
    "the id of a hosted zone",
    "copy it from the AWS console: Z…",
  ),
  refusal(
    "an alias with a port",
    (stack) =>
      void new AliasRecord(stack, "api", { hostedZoneId: "Z1", host: "api.example.com:443", target }),
    "api",
    "host",
    "a full domain name",
    "write for example api.example.com, without scheme, port or path",
  ),
];

const ofRules: readonly Refusal[] = [
  refusal(
    "a web ACL without rules",
    rules(),
    "waf",
    "rules",
    "at least one: without rules everything passes",
    'add for example managedRules("AWSManagedRulesCommonRuleSet")',
  ),
  ...[9, 2_000_000_001, 99.5].map((limit) =>
    refusal(
      `a rate limit of ${limit}`,
      rules(rateLimit(limit)),
      "waf",
      "rateLimit(RateLimit).limit",
      "a whole number from 10 to 2000000000 requests in five minutes",
      "write for example 2000",
    ),
  ),
  refusal(
    "two rate limits of one name",
    rules(rateLimit(2000), rateLimit(100, { paths: ["/login"] })),
    "waf",
    "rules.name",
    "each once",
    "remove the duplicates, or give one a name of its own",
  ),
  refusal(
    "a group twice",
    rules(managedRules(COMMON), managedRules(COMMON, { count: ["SizeRestrictions_BODY"] })),
    "waf",
    "rules.name",
    "each once",
    "remove the duplicates, or give one a name of its own",
  ),
  refusal(
    "a rule whose metric is AWS's own",
    rules(rateLimit(2000, { name: "All" })),
    "waf",
    "rateLimit(All).name",
    "up to 128 letters, digits, hyphens and underscores, not All or Default_Action",
    'write for example "LoginRateLimit"',
  ),
  refusal(
    "more rate limits than AWS takes",
    rules(...Array.from({ length: 101 }, (_, index) => rateLimit(100, { name: `Limit${index}` }))),
    "waf",
    "rules",
    "at most 10",
    "give one rate limit several paths",
  ),
  refusal(
    "a wildcard in a part of a segment",
    rules(rateLimit(100, { paths: ["/api/v*/login"] })),
    "waf",
    "rateLimit(RateLimit).paths",
    "a path of up to 200 characters that begins with /, with * at its end or as a whole segment only",
    'write for example "/login", "/uploads/*" or "/users/*/avatar"',
  ),
  refusal(
    "a path with more wildcards than an expression holds",
    rules(rateLimit(100, { paths: [`${"/*".repeat(90)}/x`] })),
    "waf",
    "rateLimit(RateLimit).paths",
    "a path whose regular expression has at most 512 characters",
    "write fewer wildcards, or end the path earlier with *",
  ),
  refusal(
    "two rules with one metric",
    rules(rateLimit(2000, { metricName: "Login" }), rateLimit(100, { name: "Login", paths: ["/login"] })),
    "waf",
    "rules.metricName",
    "each once",
    "remove the duplicates, or give one a metricName of its own",
  ),
  refusal(
    "a metric that is AWS's own",
    rules(rateLimit(2000, { metricName: "Default_Action" })),
    "waf",
    "rateLimit(RateLimit).metricName",
    "up to 128 letters, digits, hyphens and underscores, not All or Default_Action",
    'write for example "LoginRateLimit"',
  ),
  refusal(
    "a metric of a group with a space",
    rules(managedRules(COMMON, { metricName: "Common rules" })),
    "waf",
    `managedRules(${COMMON}).metricName`,
    "up to 128 letters, digits, hyphens and underscores, not All or Default_Action",
    'write for example "LoginRateLimit"',
  ),
  refusal(
    "a path twice",
    rules(managedRules(COMMON, { count: ["SizeRestrictions_BODY"], onlyOn: ["/x", "/x"] })),
    "waf",
    `managedRules(${COMMON}).onlyOn`,
    "each once",
    "remove the duplicates",
  ),
  refusal(
    "a group of somebody else",
    rules(managedRules("CommonRuleSet")),
    "waf",
    "managedRules(CommonRuleSet)",
    "a group of AWS, whose name begins with AWSManagedRules",
    "copy its name from AWS's list of managed rule groups",
  ),
  refusal(
    "a rule of no group",
    rules(managedRules(COMMON, { count: ["Size restrictions"] })),
    "waf",
    `managedRules(${COMMON}).count`,
    "the name of a rule of the group",
    "copy it from AWS's list of managed rule groups",
  ),
  refusal(
    "paths for nothing",
    rules(managedRules(COMMON, { onlyOn: ["/uploads/*"] })),
    "waf",
    `managedRules(${COMMON}).onlyOn`,
    "paths for the rules in count, which has none",
    "name the rules in count, or remove onlyOn",
  ),
  refusal(
    "paths for a group that labels what it does not block",
    rules(
      managedRules("AWSManagedRulesAmazonIpReputationList", {
        count: ["AWSManagedReconnaissanceList"],
        onlyOn: ["/x"],
      }),
    ),
    "waf",
    "managedRules(AWSManagedRulesAmazonIpReputationList).onlyOn",
    "paths with AWSManagedRulesCommonRuleSet, AWSManagedRulesAdminProtectionRuleSet, AWSManagedRulesKnownBadInputsRuleSet, AWSManagedRulesSQLiRuleSet, AWSManagedRulesLinuxRuleSet, AWSManagedRulesUnixRuleSet, AWSManagedRulesWindowsRuleSet, AWSManagedRulesPHPRuleSet, AWSManagedRulesWordPressRuleSet",
    "remove onlyOn: the rules in count then count everywhere",
  ),
  refusal(
    "CloudFront elsewhere than in us-east-1",
    (stack) => {
      const key = new EncryptionKey(stack, "key");
      new WebAcl(stack, "waf", { key, rules: [rateLimit(2000)], scope: "cloudfront" });
    },
    "waf",
    "scope",
    '"cloudfront" in us-east-1 only',
    'pass stack.inRegion("us-east-1") as scope of the construct, and a key made there',
  ),
];

/** Wrong inputs of names, certificates and web ACLs. */
export const edge: readonly Refusal[] = [...ofNames, ...ofRules];
