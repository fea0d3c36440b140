import type { RetentionPolicy } from './table/record.ts';

/** Reads an environment variable that the stack sets. Throws when it is missing. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Environment: received no ${name}, expected it to be set (see lib/).`);
  return value;
}

/** Reads what the deployment's settings say about retention; receiver and replayer have the same. */
export function retentionFromEnv(): RetentionPolicy {
  return {
    historyDays: Number(requiredEnv('HISTORY_DAYS')),
    keepHeartbeats: requiredEnv('KEEP_HEARTBEATS') === 'true',
    healthHistory: process.env.HEALTH_HISTORY === 'true', // unset while an update from 0.1.0 has deployed only the code
  };
}

/** Writes one line of JSON to the function's log; `console` would wrap it in another object. */
export function writeLogLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
