import { afterAll } from 'vitest';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../local/database/embedded-tables.ts';

/** The receiver's environment, with the tables of this machine and a queue that refuses connections. */
export const receiverSettings = {
  STREAMS_TABLE,
  TOKENS_TABLE,
  HISTORY_DAYS: '30',
  KEEP_HEARTBEATS: 'false',
  HEALTH_HISTORY: 'true',
  BY_DAY: 'true',
  ALLOW_LIST: '',
  DEFERRED_QUEUE_URL: 'http://127.0.0.1:1/1/nothing-waits',
};

const defaults = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Returns a function that sets the environment of a Lambda for the tests of a file; undefined unsets a variable. */
export function useEnvironment(): (variables: Record<string, string | undefined>) => void {
  const before = { ...process.env };
  afterAll(() => {
    process.env = before;
  });
  return (variables) => {
    for (const [name, value] of Object.entries({ ...defaults, ...variables })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
