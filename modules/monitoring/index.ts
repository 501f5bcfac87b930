export { Alarm, type AlarmProps } from "./alarm";
export { AlertTopic, type AlertTopicProps, type IAlertTopic } from "./alert-topic";
export { Dashboard } from "./dashboard";
export { LogGroup, type LogGroupProps } from "./log-group";
export { type IMonitored, type Metric, metric, type Statistic, type Threshold } from "./metric";
export { ServiceMonitoring, type ServiceMonitoringProps } from "./service-monitoring";
export { SLACK_PROGRAM, SlackNotifier, type SlackNotifierProps } from "./slack-notifier";
