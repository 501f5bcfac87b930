export type { Alarm, IAlarm } from "./alarm";
export { AlertTopic, type AlertTopicProps, type IAlertTopic } from "./alert-topic";
export { LogGroup, type LogGroupProps } from "./log-group";
export { LogMetric, type LogMetricProps } from "./log-metric";
export { Monitoring, type MonitoringProps, type Watched } from "./monitoring";
export { PythonFunction, type PythonFunctionProps } from "./python-function";
export {
  grantRotation,
  rotationLimits,
  SecretRotation,
  type SecretRotationProps,
} from "./secret-rotation";
export { SLACK_PROGRAM, SlackNotifier, type SlackNotifierProps } from "./slack-notifier";
