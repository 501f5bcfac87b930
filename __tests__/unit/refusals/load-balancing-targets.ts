import { LoadBalancer, type TargetGroupProps } from "../../../modules/load-balancing";
import type { PlatformStack } from "../../../src/core";
import { balancerParts, certificate, fakeTarget } from "../../support/balancer";
import { type Refusal, refusal } from "./refusal";

type Parts = ReturnType<typeof balancerParts>;

const health = { path: "/health" };

/** Calls of a load balancer. */
const calls = (use: (parts: Parts, stack: PlatformStack) => void) => (stack: PlatformStack) =>
  use(balancerParts(stack), stack);
/** The one target group. */
const group = (change: Partial<TargetGroupProps>) =>
  calls(({ edge, target }) => void edge.routeRest(target("api"), { health, ...change }));

/** Wrong targets. */
export const ofTargets: readonly Refusal[] = [
  refusal(
    "a health check of a target that has one",
    calls(({ edge, target }) => {
      const api = target("api");
      edge.route(api, { paths: ["/x"], health });
      edge.route(api, { paths: ["/y"], health: { path: "/other" }, priority: 110 });
    }),
    "edge/https",
    "route(api)",
    "targets that have no target group of this load balancer yet",
    "pass the group that the first call returned: route(group, …)",
  ),
  refusal(
    "another object for the same target",
    calls(({ edge, target }) => {
      const api = target("api");
      edge.route(api, { paths: ["/x"], health });
      edge.routeRest({ ...api }, { health });
    }),
    "edge/https",
    "routeRest(api)",
    "targets that have no target group of this load balancer yet",
    "pass the group that the first call returned: routeRest(group, …)",
  ),
  refusal(
    "a second target for what no rule matches",
    calls(({ edge, target }) => {
      edge.routeRest(target("api"), { health });
      edge.routeRest(target("web"), { health });
    }),
    "edge/https",
    "routeRest(web)",
    "one target for what no rule matches; api has it",
    "give one of the two a host or a path, with route",
  ),
  refusal(
    "a target group of another load balancer",
    calls(({ edge, network, target }, stack) => {
      const other = new LoadBalancer(stack, "other", { network, certificates: [certificate] });
      other.routeRest(edge.routeRest(target("api"), { health }));
    }),
    "other/https",
    "routeRest(api)",
    "a target group of this load balancer",
    "pass the target itself, with its health check",
  ),
  refusal(
    "two targets of one name",
    calls(({ edge }, stack) => {
      edge.route(fakeTarget(stack, "api"), { paths: ["/x"], health });
      edge.route(fakeTarget(stack, "web"), { paths: ["/y"], health, name: "edge-api", priority: 110 });
    }),
    "edge/@targets/web",
    "name",
    "a name that no other target-group has; shop-test/edge/@targets/api has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
  refusal(
    "a health check without a slash",
    group({ health: { path: "health" } }),
    "edge/@targets/api",
    "health.path",
    "a path that begins with /",
    'write for example "/health"',
  ),
  refusal(
    "statuses that AWS does not take for healthy",
    group({ health: { path: "/", codes: "200-599" } }),
    "edge/@targets/api",
    "health.codes",
    "statuses from 200 to 499, joined by commas, or ranges of them",
    'write for example "200", "200,302" or "200-399"',
  ),
  refusal(
    "a range of statuses that ends before it starts",
    group({ health: { path: "/", codes: "399-200" } }),
    "edge/@targets/api",
    "health.codes",
    "ranges that end above their start",
    'write for example "200-399"',
  ),
  refusal(
    "a health check that never ends",
    group({ health: { path: "/", interval: "5 seconds" } }),
    "edge/@targets/api",
    "health.timeout",
    "less than health.interval (5 seconds)",
    "lower the timeout or raise the interval",
  ),
  refusal(
    "a health check too seldom",
    group({ health: { path: "/", interval: "10 minutes" } }),
    "edge/@targets/api",
    "health.interval",
    '"5 seconds" to "300 seconds"',
    'write a whole number and its unit, e.g. "300 seconds"',
  ),
  refusal(
    "a health check on no port",
    group({ health: { path: "/", port: 0 } }),
    "edge/@targets/api",
    "health.port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  refusal(
    "a group made with no port",
    group({ port: 70_000 }),
    "edge/@targets/api",
    "port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  refusal(
    "a target without a port",
    calls(({ edge }, stack) => void edge.routeRest({ ...fakeTarget(stack, "api"), port: 0 }, { health })),
    "edge/@targets/api",
    "target.port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  refusal(
    "one success",
    group({ health: { path: "/", healthy: 1 } }),
    "edge/@targets/api",
    "health.healthy",
    "a whole number from 2 to 10",
    "write for example 2",
  ),
  refusal(
    "eleven failures",
    group({ health: { path: "/", unhealthy: 11 } }),
    "edge/@targets/api",
    "health.unhealthy",
    "a whole number from 2 to 10",
    "write for example 10",
  ),
  refusal(
    "a slow start of seconds",
    group({ slowStart: "10 seconds" }),
    "edge/@targets/api",
    "slowStart",
    '"30 seconds" to "15 minutes"',
    'write a whole number and its unit, e.g. "30 seconds"',
  ),
  refusal(
    "a drain of hours",
    group({ drain: "2 hours" }),
    "edge/@targets/api",
    "drain",
    '"0 seconds" to "1 hour"',
    'write a whole number and its unit, e.g. "1 hour"',
  ),
  refusal(
    "stickiness of a month",
    group({ stickiness: { duration: "30 days" } }),
    "edge/@targets/api",
    "stickiness.duration",
    '"1 second" to "7 days"',
    'write a whole number and its unit, e.g. "7 days"',
  ),
  refusal(
    "a cookie of the load balancer's",
    group({ stickiness: { duration: "1 day", cookie: "AWSALB" } }),
    "edge/@targets/api",
    "stickiness.cookie",
    "a cookie of the application; those that begin with AWSALB are the load balancer's",
    "write the name of the application's cookie, or leave it out",
  ),
];
