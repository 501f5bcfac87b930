export { Listener, type ListenerProps } from "./listener";
export { LoadBalancer, type LoadBalancerMetric } from "./load-balancer";
export type { LoadBalancerProps } from "./load-balancer-props";
export type { When } from "./rules";
export type { ITarget } from "./target";
export {
  type HealthCheck,
  type Stickiness,
  TargetGroup,
  type TargetGroupProps,
  type TargetMetric,
} from "./target-group";
export type { TlsVersion } from "./tls";
