import type { RetentionPolicy } from './table/record.ts';

/** A setting that the stack gives its functions, by name; throws when it is missing. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Environment: received no ${name}, expected it to be set (see lib/).`);
  return value;
}

/** How events are kept, as whoever deploys chose: alike for those that come and those that waited. */
export function retentionFromEnv(): RetentionPolicy {
  return {
    historyDays: Number(requiredEnv('HISTORY_DAYS')),
    keepHeartbeats: requiredEnv('KEEP_HEARTBEATS') === 'true',
    healthHistory: process.env.HEALTH_HISTORY === 'true', // not set while an update of 0.1.0 has brought the code alone
  };
}

/** Writes one line of JSON to the function's log, as it is: `console` would wrap it. */
export function writeLogLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
