import type { Construct } from "constructs";
import { checkFormat, checkNumber, checkUnique } from "../../src/core";
import { report } from "../../src/engine";
import type { ManagedRules, RateLimit, WebAclRule } from "./web-acl-rules";
import { hasSegmentWildcard, LABELLED_GROUPS, pathExpression, statementsOf } from "./web-acl-statements";

/** https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const MOST_RATE_LIMITS = 10;

const NAME = {
  // AWS keeps `All` and `Default_Action` for metrics of its own.
  pattern: /^(?!(?:All|Default_Action)$)[\w-]{1,128}$/,
  allowed: "up to 128 letters, digits, hyphens and underscores, not All or Default_Action",
  fix: 'write for example "LoginRateLimit"',
};

const GROUP = {
  pattern: /^AWSManagedRules\w{1,110}$/,
  allowed: "a group of AWS, whose name begins with AWSManagedRules",
  fix: "copy its name from AWS's list of managed rule groups",
};

const RULE = {
  pattern: /^[\w-]{1,128}$/,
  allowed: "the name of a rule of the group",
  fix: "copy it from AWS's list of managed rule groups",
};

const PATH = {
  pattern: /^\/(?:[!-)+-~]|(?<=\/)\*(?=\/)){0,198}\*?$/,
  allowed: "a path of up to 200 characters that begins with /, with * at its end or as a whole segment only",
  fix: 'write for example "/login", "/uploads/*" or "/users/*/avatar"',
};

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html */
const LONGEST_EXPRESSION = 512;

/** Reports rules that AWS refuses, and those that could never do anything. */
export function checkRules(acl: Construct, rules: readonly WebAclRule[]): void {
  if (rules.length === 0) {
    report(acl, {
      prop: "rules",
      value: rules,
      allowed: "at least one: without rules everything passes",
      fix: 'add for example managedRules("AWSManagedRulesCommonRuleSet")',
    });
  }
  checkNames(acl, rules);
  for (const rule of rules) if (rule.kind === "rate-limit") checkRateLimit(acl, rule);
  for (const rule of rules) if (rule.kind === "managed") checkManaged(acl, rule);
  const limits = rules.filter(({ kind }) => kind === "rate-limit").length;
  if (limits > MOST_RATE_LIMITS) {
    report(acl, {
      prop: "rules",
      value: `${limits} rate limits`,
      allowed: `at most ${MOST_RATE_LIMITS}`,
      fix: "give one rate limit several paths",
    });
  }
}

/** AWS wants a name and a metric for each rule. */
function checkNames(acl: Construct, rules: readonly WebAclRule[]): void {
  for (const prop of ["name", "metricName"] as const) {
    const names = statementsOf(rules).map((rule) => rule[prop]);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length === 0) continue;
    report(acl, {
      prop: `rules.${prop}`,
      value: [...new Set(twice)],
      allowed: "each once",
      fix: `remove the duplicates, or give one a ${prop} of its own`,
    });
    // Metrics are called after their rules as a rule: one report is enough.
    return;
  }
}

function checkRateLimit(acl: Construct, { name, metricName, limit, paths }: RateLimit): void {
  const call = `rateLimit(${name})`;
  checkFormat(acl, `${call}.name`, name, NAME);
  if (metricName !== name) checkFormat(acl, `${call}.metricName`, metricName, NAME);
  checkNumber(acl, `${call}.limit`, limit, {
    min: 10,
    max: 2_000_000_000,
    unit: "requests in five minutes",
    fix: "write for example 2000",
  });
  checkPaths(acl, `${call}.paths`, paths);
}

function checkManaged(acl: Construct, { name, metricName, count, onlyOn }: ManagedRules): void {
  const call = `managedRules(${name})`;
  checkFormat(acl, call, name, GROUP);
  if (metricName !== name) checkFormat(acl, `${call}.metricName`, metricName, NAME);
  checkUnique(acl, `${call}.count`, count);
  for (const rule of count) checkFormat(acl, `${call}.count`, rule, RULE);
  checkPaths(acl, `${call}.onlyOn`, onlyOn);
  if (onlyOn.length === 0) return;
  if (count.length === 0) {
    report(acl, {
      prop: `${call}.onlyOn`,
      value: onlyOn,
      allowed: "paths for the rules in count, which has none",
      fix: "name the rules in count, or remove onlyOn",
    });
  }
  if (LABELLED_GROUPS.includes(name)) return;
  report(acl, {
    prop: `${call}.onlyOn`,
    value: onlyOn,
    allowed: `paths with ${LABELLED_GROUPS.join(", ")}`,
    fix: "remove onlyOn: the rules in count then count everywhere",
  });
}

function checkPaths(acl: Construct, prop: string, paths: readonly string[]): void {
  checkUnique(acl, prop, paths);
  for (const path of paths) {
    if (!checkFormat(acl, prop, path, PATH) || !hasSegmentWildcard(path)) continue;
    if (pathExpression(path).length <= LONGEST_EXPRESSION) continue;
    report(acl, {
      prop,
      value: path,
      allowed: `a path whose regular expression has at most ${LONGEST_EXPRESSION} characters`,
      fix: "write fewer wildcards, or end the path earlier with *",
    });
  }
}
