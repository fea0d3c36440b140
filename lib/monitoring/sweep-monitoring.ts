import type { Construct } from 'constructs';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { SweepMetrics } from './sweep-metrics.ts';

/** The sweeper, its metrics, and the topic of the alarms about streams: those who run the streams need not run the receiver. */
export interface SweepMonitoring {
  readonly sweeper: HandlerFunction;
  readonly metrics: SweepMetrics;
  readonly topic: AlarmTopic;
  readonly settings: Pick<Settings, 'sweepMinutes'>;
}

/** Creates what monitors the sweeps; undefined without a sweeper. */
export function createSweepMonitoring(
  scope: Construct,
  sweeper: HandlerFunction | undefined,
  settings: Pick<Settings, 'sweepMinutes' | 'streamAlarmEmail'>,
): SweepMonitoring | undefined {
  if (sweeper === undefined) return undefined;
  const metrics = new SweepMetrics(scope, 'SweepMetrics', sweeper);
  const topic = new AlarmTopic(scope, 'StreamAlarmTopic', { subject: 'Streams', email: settings.streamAlarmEmail });
  return { sweeper, metrics, topic, settings };
}
