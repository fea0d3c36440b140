import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { type AlarmDefinition, alarmDefinitions, type MonitoredResources } from './alarm-definitions.ts';
import { alarmDescriptions } from './alarm-descriptions.ts';
import type { AlarmTopic } from './alarm-topic.ts';

export interface AlarmsProps extends MonitoredResources {
  /** The topic that is notified of everything but streams. */
  readonly topic: AlarmTopic;
}

/** Every alarm of `alarm-definitions.ts`. By default, missing data counts as no event. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { topic, ...resources }: AlarmsProps) {
    super(scope, id);
    this.all = alarmDefinitions(resources).map(({ isAboutStreams, ...definition }) => {
      const alarm = this.#createAlarm(definition);
      alarm.addAlarmAction(new SnsAction(isAboutStreams && resources.sweeps ? resources.sweeps.topic : topic));
      return alarm;
    });
  }

  #createAlarm({ name, ...options }: Omit<AlarmDefinition, 'isAboutStreams'>): Alarm {
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
