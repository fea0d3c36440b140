import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the thread of the embedded DynamoDB is started with. */
export interface ThreadData {
  /** The folder of its files; undefined keeps all in memory. */
  readonly path: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** It answers those alone who show it. */
  readonly accessKeyId: string;
}

export interface DatabaseThread {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** Resolves when it has ended, with what it died of unless it was told to close. */
  readonly ended: Promise<unknown>;
  /** Lets it answer what it was asked, then end. */
  readonly close: () => void;
  /** Ends it as it is. */
  readonly kill: () => Promise<unknown>;
}

/** Starts the thread. Throws what it dies of before it listens. */
export async function startThread(workerData: ThreadData): Promise<DatabaseThread> {
  const thread = new Worker(new URL('dynalite-thread.js', import.meta.url), { workerData, execArgv: [] });
  let cause: unknown;
  thread.once('error', (error) => {
    cause = error;
  });
  const ended = new Promise((resolve) => thread.once('exit', () => resolve(cause))); // its files are free only then
  const [{ port }] = await once(thread, 'message');
  return { port, ended, close: () => thread.postMessage('close'), kill: () => thread.terminate() };
}
