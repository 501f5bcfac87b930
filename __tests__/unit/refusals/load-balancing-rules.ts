import type { When } from "../../../modules/load-balancing";
import type { PlatformStack } from "../../../src/core";
import { balancerParts } from "../../support/balancer";
import { type Refusal, refusal } from "./refusal";

type Parts = ReturnType<typeof balancerParts>;

const health = { path: "/health" };

/** Calls of a load balancer. */
const calls = (use: (parts: Parts) => void) => (stack: PlatformStack) => use(balancerParts(stack));
/** A rule that only refuses. */
const rule = (when: When) => calls(({ edge }) => edge.refuse("x", when));

const paths = (count: number) => Array.from({ length: count }, (_, index) => `/${index}`);

/** Wrong rules. */
export const ofRules: readonly Refusal[] = [
  refusal(
    "a rule without conditions",
    rule({}),
    "edge/https",
    "refuse(x)",
    "1 to 5 values in all conditions together",
    "add a condition, or use routeRest for all that is left",
  ),
  refusal(
    "a rule with more values than AWS takes",
    rule({ paths: paths(4), methods: ["GET"], sources: ["10.0.0.0/8"] }),
    "edge/https",
    "refuse(x)",
    "1 to 5 values in all conditions together",
    "split it into two rules",
  ),
  refusal(
    "a rule with more wildcards than AWS takes",
    rule({ paths: ["/*/*/*"], hosts: ["*.example.???"] }),
    "edge/https",
    "refuse(x)",
    "at most 5 of * and ? in all conditions together",
    "split it into two rules",
  ),
  refusal(
    "a condition without values",
    rule({ hosts: [], paths: ["/x"] }),
    "edge/https",
    "refuse(x).hosts",
    "at least one value",
    "add one, or leave the condition out",
  ),
  refusal(
    "a value twice",
    rule({ paths: ["/x", "/x"] }),
    "edge/https",
    "refuse(x).paths",
    "each once",
    "remove the duplicates",
  ),
  refusal(
    "a host with a scheme",
    rule({ hosts: ["https://api.example.com"] }),
    "edge/https",
    "refuse(x).hosts",
    "a host name of up to 128 letters, digits, - . * and ?, with a dot before its last letters",
    'write for example "api.example.com" or "*.example.com", without scheme, port or path',
  ),
  refusal(
    "a path without its slash",
    rule({ paths: ["metrics"] }),
    "edge/https",
    "refuse(x).paths",
    "a path of up to 128 letters, digits and _-.$/~\"'@:+&*?, that begins with /",
    'write for example "/api/*", without scheme, host or query',
  ),
  refusal(
    "a method in lower case",
    rule({ methods: ["get"] }),
    "edge/https",
    "refuse(x).methods",
    "an HTTP method in upper case, without wildcards",
    'write for example "GET"',
  ),
  refusal(
    "the host as a header",
    rule({ headers: { Host: ["api.example.com"] } }),
    "edge/https",
    "refuse(x).headers",
    "a header of up to 40 characters, without wildcards, that is not Host",
    'write for example "X-Api-Version"; hosts have a condition of their own',
  ),
  refusal(
    "a header that is too long",
    rule({ headers: { "X-Token": ["x".repeat(129)] } }),
    "edge/https",
    "refuse(x).headers.X-Token",
    "1 to 128 printable characters",
    "shorten it with *",
  ),
  refusal(
    "a source that is no range",
    rule({ sources: ["10.0.0.1"] }),
    "edge/https",
    "refuse(x).sources",
    "an IPv4 range such as 10.0.0.0/16",
    "write address and prefix length, e.g. 203.0.113.7/32",
  ),
  refusal(
    "a priority out of range",
    rule({ paths: ["/x"], priority: 0 }),
    "edge/https",
    "refuse(x).priority",
    "a whole number from 1 to 50000",
    "choose another, e.g. 100",
  ),
  refusal(
    "a priority twice",
    calls(({ edge }) => {
      edge.refuse("one", { paths: ["/x"], priority: 7 });
      edge.refuse("two", { paths: ["/y"], priority: 7 });
    }),
    "edge/https",
    "refuse(two).priority",
    "a number that no other rule of the listener has; refuse(one) has it",
    "choose another, e.g. 100",
  ),
  refusal(
    "conditions twice",
    calls(({ edge, target }) => {
      edge.route(target("api"), { paths: ["/x", "/y"], headers: { Accept: ["*"] }, health });
      edge.refuse("two", { paths: ["/y", "/x"], headers: { accept: ["*"] }, priority: 110 });
    }),
    "edge/https",
    "refuse(two)",
    "conditions that no other rule of the listener has; route(api) has them",
    "remove one of the two, or change its conditions",
  ),
  refusal(
    "an id that cannot stand in an address",
    calls(({ edge }) => edge.refuse("@x", { paths: ["/x"] })),
    "edge/https",
    "refuse(@x).id",
    "letters, digits, hyphens and underscores, a letter first",
    'write for example "metrics"',
  ),
  refusal(
    "a second rule without an id",
    calls(({ edge, target }) => {
      const api = edge.route(target("api"), { paths: ["/x"], health });
      edge.route(api, { paths: ["/y"], priority: 110 });
    }),
    "edge/https",
    "route(api).id",
    "an id that no other rule of the listener has",
    'give one of the two another id, e.g. "host"',
  ),
  refusal(
    "a second rule that says no place",
    calls(({ edge }) => {
      edge.refuse("one", { paths: ["/x"] });
      edge.refuse("two", { paths: ["/y"] });
    }),
    "edge/https",
    "refuse(two).priority",
    "a number for every rule, once a listener has several",
    "write for example 110: by numbers of their own, rules keep their places when others come or go",
  ),
  refusal(
    "a health check for a group that has one",
    calls(({ edge, target }) => {
      const group = edge.route(target("api"), { paths: ["/x"], health });
      const more = { id: "more", paths: ["/y"], priority: 110, health: { path: "/other" } };
      edge.route(group, more);
    }),
    "edge/https",
    "route(api)",
    "conditions, priority and id only, for a group that there is",
    "say it in the first route, which makes the group",
  ),
];
