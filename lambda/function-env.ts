import { requiredEnv } from './required-env.ts';
import type { RetentionPolicy } from './table/recorder.ts';

/** Reads the retention policy from the environment; receiver and replayer have the same. */
export function retentionFromEnv(): RetentionPolicy {
  return {
    historyDays: Number(requiredEnv('HISTORY_DAYS')),
    keepHeartbeats: requiredEnv('KEEP_HEARTBEATS') === 'true',
    healthHistory: process.env.HEALTH_HISTORY === 'true', // unset while an update from 0.1.0 has deployed only the code
    byDay: process.env.BY_DAY !== 'false', // as above: unset while an update has deployed only the code
  };
}

/** Writes one line of JSON to the function's log; `console` would wrap it in another object. */
export function writeLogLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
