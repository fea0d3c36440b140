import { afterAll } from 'vitest';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../local/database/database.ts';

/** What the stack gives the receiver, with the tables of this machine; nothing takes what has to wait. */
export const receiverSettings = {
  STREAMS_TABLE,
  TOKENS_TABLE,
  HISTORY_DAYS: '30',
  KEEP_HEARTBEATS: 'false',
  HEALTH_HISTORY: 'true',
  ALLOW_LIST: '',
  DEFERRED_QUEUE_URL: 'http://127.0.0.1:1/1/nothing-waits',
};

const always = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Sets the environment of a Lambda for the tests of a file; undefined takes a variable away. */
export function useEnvironment(): (variables: Record<string, string | undefined>) => void {
  const before = { ...process.env };
  afterAll(() => {
    process.env = before;
  });
  return (variables) => {
    for (const [name, value] of Object.entries({ ...always, ...variables })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
