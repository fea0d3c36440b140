import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { type Database, startDatabase } from '../../local/database/database.ts';
import { startReceiver } from '../../local/start-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { FaultyDynamoDB } from './faulty-dynamodb.ts';
import type { ReadApi } from './read-back.ts';

/** How long what waits may take to be applied once nothing is at fault, in ms. */
const MAX_DRAIN_MS = 60_000;

/** The secret of every receiver here: one that starts revokes what another before the same engine has made. */
export const TOKEN = 'of-the-tests';

/** New folders on the disk, for the tests of a file. */
export function useFolders(): () => string {
  const folder = useTempFolder('faults');
  return () => mkdtempSync(join(folder, 'data-'));
}

/** An engine that keeps its tables on the disk, for the tests of a file. */
export function useEngine(): () => Database {
  const createFolder = useFolders();
  let engine: Database | undefined;
  beforeAll(async () => {
    engine = await startDatabase(createFolder());
  });
  afterAll(() => engine?.close());
  return () => {
    if (engine === undefined) throw new Error('the engine has not been started: ask for it inside of a test');
    return engine;
  };
}

/** A receiver before an engine that can be at fault. */
export interface ReceiverUnderTest extends ReadApi {
  readonly faulty: FaultyDynamoDB;
  /** Its webhook URL, with its own token or another. */
  readonly hooks: (token?: string) => URL;
  /** Resolves when no event waits any more. Throws when some do not end to. */
  readonly untilDrained: () => Promise<void>;
}

/** Does something with a receiver before an engine. */
export async function withReceiverUnderTest(
  engine: Database,
  dataDir: string,
  work: (receiver: ReceiverUnderTest) => Promise<void>,
): Promise<void> {
  const faulty = await FaultyDynamoDB.start(engine.endpoint);
  const database = { endpoint: faulty.endpoint, close: () => faulty.close() };
  const address = { port: 0, host: '127.0.0.1', dataDir };
  const receiver = await startReceiver({ ...address, token: TOKEN, log: () => {}, database });
  const hooks = (token = TOKEN) => new URL(`${receiver.url}/hooks/LiveApp/${token}`);
  try {
    await work({ url: receiver.url, token: TOKEN, faulty, hooks, untilDrained: () => untilDrained(dataDir) });
  } finally {
    await faulty.set('refuse'); // what hangs would be waited for
    await receiver.close();
  }
}

/** How many files of events wait in a DATA_DIR. */
export function countDeferredFiles(dataDir: string): number {
  return readdirSync(join(dataDir, 'deferred')).filter((name) => name.endsWith('.jsonl')).length;
}

/** Resolves when no event waits in a DATA_DIR any more. Throws when some do not end to. */
export async function untilDrained(dataDir: string): Promise<void> {
  const deadline = performance.now() + MAX_DRAIN_MS;
  while (countDeferredFiles(dataDir) > 0) {
    if (performance.now() > deadline) throw new Error(`${countDeferredFiles(dataDir)} files of events wait and wait`);
    await sleep(50);
  }
}
