import { Worker } from 'node:worker_threads';
import { Level } from 'level';
import { createFolder } from '../data-dir/ownership.ts';

/** What the thread of the embedded DynamoDB is started with. */
export interface ThreadData {
  /** The folder of its files; undefined keeps all in memory. */
  readonly path: string | undefined;
  /** It answers those alone who show it. */
  readonly accessKeyId: string;
}

export interface DatabaseThread {
  /** Where it listens, on 127.0.0.1: a free port, which anybody may take once it has ended. */
  readonly port: number;
  /** Whether it has not failed yet, as far as is known. */
  readonly isRunning: () => boolean;
  /** Resolves when it has ended, with what it died of unless it was told to close. */
  readonly ended: Promise<unknown>;
  /** Lets it answer what it was asked, then end. */
  readonly close: () => void;
  /** Ends it as it is. */
  readonly kill: () => Promise<unknown>;
}

const THREAD_FILE = new URL('dynalite-thread.js', import.meta.url);

/** Starts the thread, of this file. Throws what it dies of before it listens, or would. */
export async function startThread(workerData: ThreadData, file = THREAD_FILE): Promise<DatabaseThread> {
  if (workerData.path !== undefined) await checkCanOpen(workerData.path);
  const thread = new Worker(file, { workerData, execArgv: [] });
  let cause: unknown;
  thread.once('error', (error) => {
    cause = error;
  });
  const ended = new Promise((resolve) => {
    thread.once('exit', (code) => {
      cause ??= new Error(`its thread ended by itself, with exit code ${code}`);
      resolve(cause); // its files are free only now
    });
  });
  const listening = new Promise<{ port: number }>((resolve) => thread.once('message', resolve));
  const { port } = await Promise.race([listening, ended.then((error) => Promise.reject(error))]);
  const isRunning = () => cause === undefined;
  return { port, isRunning, ended, close: () => thread.postMessage('close'), kill: () => thread.terminate() };
}

/** The embedded DynamoDB opens its files late, and dies when it cannot: this finds out before. */
async function checkCanOpen(path: string): Promise<void> {
  createFolder(path);
  const files = new Level(path);
  await files.open();
  await files.close();
}
