import type { Change } from "./changes";
import type { ShopChoices } from "./shop";

/** What is applied first. */
export const FIRST: ShopChoices = {
  environment: {},
  network: { zones: ["a", "b"], nat: "single" },
  hosts: ["shop.example.com"],
  release: "v1.0.0",
  api: { count: 2, port: 8000, when: { paths: ["/api/*"], priority: 100 }, health: { path: "/health" } },
  worker: { scale: { min: 1, max: 4 }, spot: { onDemandBase: 1 } },
  more: {},
  secrets: { token: "Token of the partner" },
  requestsFromOneAddress: 2000,
  cpuLimit: 85,
};

const api = (change: Partial<ShopChoices["api"]>) => (before: ShopChoices) => ({
  ...before,
  api: { ...before.api, ...change },
});
const worker = (change: Partial<ShopChoices["worker"]>) => (before: ShopChoices) => ({
  ...before,
  worker: { ...before.worker, ...change },
});

/** A new revision of what a service runs, which the service changes to. */
const revision = (...services: readonly string[]) => ({
  replaced: services.map((service) => `aws_ecs_task_definition.${service}`),
  updated: services.map((service) => `aws_ecs_service.${service}`),
});

/** What is changed on one day, and what the days before have done is there. */
export const DAYS: readonly (readonly Change<ShopChoices>[])[] = [
  [
    { what: "size", to: api({ size: { cpu: 512, memory: "1 GiB" } }), ...revision("api") },
    { what: "count", to: api({ count: 3 }), updated: ["aws_ecs_service.api"] },
    { what: "Spot mix", to: worker({ spot: { onDemandBase: 2 } }), updated: ["aws_ecs_service.worker"] },
    {
      what: "port",
      to: api({ port: 8001 }),
      ...revision("api"),
      created: [
        "aws_vpc_security_group_ingress_rule.api_from_edge_8001",
        "aws_vpc_security_group_egress_rule.edge_to_api_8001",
      ],
      deleted: [
        "aws_vpc_security_group_ingress_rule.api_from_edge_8000",
        "aws_vpc_security_group_egress_rule.edge_to_api_8000",
      ],
    },
    {
      what: "health path",
      to: api({ health: { path: "/api/health" } }),
      updated: ["aws_lb_target_group.edge_api"],
    },
  ],
];
