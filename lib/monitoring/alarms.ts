import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { type AlarmDefinition, alarmDefinitions, type MonitoredResources } from './alarm-definitions.ts';
import type { AlarmTopic } from './alarm-topic.ts';

export interface AlarmsProps extends MonitoredResources {
  /** Where they are told. */
  readonly topic: AlarmTopic;
}

/** An alarm for everything that is watched. Where nothing is measured nothing has happened. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { topic, ...watched }: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.all = Object.entries(alarmDefinitions(watched)).map(([name, watch]) => this.#alarm(name, watch));
    for (const alarm of this.all) alarm.addAlarmAction(action);
  }

  #alarm(name: string, { description, ...watch }: AlarmDefinition): Alarm {
    return new Alarm(this, name, {
      alarmDescription: `${description} See ${name} in docs/operations.md.`,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...watch,
    });
  }
}
