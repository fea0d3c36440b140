import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { type Database, startDatabase } from '../../local/database/database.ts';
import { startReceiver } from '../../local/start-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { FaultyDynamoDB } from './faulty-dynamodb.ts';
import type { ReadApi } from './read-back.ts';

/** The longest time in which deferred events are applied once the fault is over, in ms. */
const MAX_DRAIN_MS = 60_000;

/** The token of every receiver here. They share an engine, and one that starts with another token revokes this one. */
export const TOKEN = 'of-the-tests';

/** Creates folders that are removed after the tests of a file. */
export function useFolders(): () => string {
  const folder = useTempFolder('faults');
  return () => mkdtempSync(join(folder, 'data-'));
}

/** An engine with its tables on disk, for the tests of a file. */
export function useEngine(): () => Database {
  const createFolder = useFolders();
  let engine: Database | undefined;
  beforeAll(async () => {
    engine = await startDatabase(createFolder());
  });
  afterAll(() => engine?.close());
  return () => {
    if (engine === undefined) throw new Error('the engine is not started yet: use it inside a test');
    return engine;
  };
}

/** A receiver whose engine is behind a faulty proxy. */
export interface ReceiverWithFaults extends ReadApi {
  readonly faulty: FaultyDynamoDB;
  /** Returns its webhook URL. @param token default: its own */
  readonly hooks: (token?: string) => URL;
  /** Resolves when no event is deferred any more. Throws when some stay deferred. */
  readonly untilDrained: () => Promise<void>;
}

/** Starts a receiver in front of an engine for some work, then stops it. */
export async function withReceiver(
  engine: Database,
  dataDir: string,
  work: (receiver: ReceiverWithFaults) => Promise<void>,
): Promise<void> {
  const faulty = await FaultyDynamoDB.start(engine.endpoint);
  const database = { endpoint: faulty.endpoint, close: () => faulty.close() };
  const address = { port: 0, host: '127.0.0.1', dataDir };
  const receiver = await startReceiver({ ...address, token: TOKEN, log: () => {}, database });
  const hooks = (token = TOKEN) => new URL(`${receiver.url}/hooks/LiveApp/${token}`);
  try {
    await work({ url: receiver.url, token: TOKEN, faulty, hooks, untilDrained: () => untilDrained(dataDir) });
  } finally {
    await faulty.set('refuse'); // closing would wait for requests that hang
    await receiver.close();
  }
}

/** Counts the files of deferred events in a DATA_DIR. */
export function countDeferredFiles(dataDir: string): number {
  return readdirSync(join(dataDir, 'deferred')).filter((name) => name.endsWith('.jsonl')).length;
}

/** Resolves when a DATA_DIR has no deferred events any more. Throws when some stay. */
export async function untilDrained(dataDir: string): Promise<void> {
  const deadline = performance.now() + MAX_DRAIN_MS;
  while (countDeferredFiles(dataDir) > 0) {
    if (performance.now() > deadline)
      throw new Error(
        `${countDeferredFiles(dataDir)} files of deferred events were not applied within ${MAX_DRAIN_MS} ms`,
      );
    await sleep(50);
  }
}
