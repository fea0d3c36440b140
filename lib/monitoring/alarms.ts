import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { type AlarmDefinition, alarmDefinitions, type MonitoredResources } from './alarm-definitions.ts';
import { alarmDescriptions } from './alarm-descriptions.ts';
import type { AlarmTopic } from './alarm-topic.ts';

export interface AlarmsProps extends MonitoredResources {
  /** The topic that is notified. */
  readonly topic: AlarmTopic;
}

/** Every alarm of `alarm-definitions.ts`. By default, missing data counts as no event. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { topic, ...resources }: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.all = alarmDefinitions(resources).map((definition) => this.#createAlarm(definition));
    for (const alarm of this.all) alarm.addAlarmAction(action);
  }

  #createAlarm({ name, ...options }: AlarmDefinition): Alarm {
    return new Alarm(this, name, {
      alarmDescription: `${alarmDescriptions[name]} See ${name} in docs/operations.md.`,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
  }
}
