import { Construct } from "constructs";
import { Alarm } from "./alarm";
import type { IAlertTopic } from "./alert-topic";
import { Dashboard } from "./dashboard";
import type { IMonitored } from "./metric";

export interface ServiceMonitoringProps {
  readonly alertsTo: IAlertTopic;
  /** What to watch, in the order in which the dashboard shows it. */
  readonly watch: readonly IMonitored[];
}

/** An alarm for every metric that has a threshold, and a dashboard of all metrics, from what each thing says of itself. */
export class ServiceMonitoring extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { alertsTo, watch }: ServiceMonitoringProps) {
    super(scope, id);
    for (const thing of watch) {
      for (const metric of thing.metrics()) {
        const { threshold } = metric;
        if (threshold)
          new Alarm(this, `${thing.node.id}-${metric.id}`, {
            metric,
            threshold,
            label: thing.node.id,
            alertsTo,
          });
      }
    }
    this.dashboard = new Dashboard(this, "@dashboard", { watch });
  }
}
