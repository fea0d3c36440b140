import { MessageChannel, Worker } from 'node:worker_threads';
import { Level } from 'level';
import { createFolder } from '../data-dir/ownership.ts';
import { Journal } from './journal.ts';

interface ThreadOptions {
  /** The folder of its files; undefined stores everything in memory. */
  readonly path: string | undefined;
  /** Required of every request. */
  readonly accessKeyId: string;
  /** Journals the writes that are to be announced. Otherwise removes those that an earlier run left. @default false */
  readonly journals?: boolean | undefined;
  /** Maximum number of writes that the journal keeps. @default 50 000: about 100 MB */
  readonly maxJournalled?: number | undefined;
}

interface DatabaseThread {
  /** The port on 127.0.0.1 where it listens; any process may take it once the thread has ended. */
  readonly port: number;
  /** Undefined unless it journals. */
  readonly journal: Journal | undefined;
  /** False once it is known to have ended. */
  readonly isRunning: () => boolean;
  /** Resolves with the cause when the thread has ended. */
  readonly ended: Promise<unknown>;
  /** Stops the thread after the requests in flight. */
  readonly close: () => void;
  /** Stops the thread at once. */
  readonly kill: () => Promise<unknown>;
}

const THREAD_FILE = new URL('dynalite-thread.js', import.meta.url);

/** Starts the thread that runs the embedded DynamoDB. Throws when its files cannot be opened, or when it ends before it listens. */
export async function startThread(options: ThreadOptions, file = THREAD_FILE): Promise<DatabaseThread> {
  if (options.path !== undefined) await checkCanOpen(options.path);
  const { thread, journal } = createThread(options, file);
  let cause: unknown;
  thread.once('error', (error) => {
    cause = error;
  });
  const ended = new Promise((resolve) => {
    thread.once('exit', (code) => {
      cause ??= new Error(`its thread ended with exit code ${code}`);
      resolve(cause); // only now are its files closed
    });
  });
  const listening = new Promise<{ port: number }>((resolve) => thread.once('message', resolve));
  const { port } = await Promise.race([listening, ended.then((error) => Promise.reject(error))]);
  const isRunning = () => cause === undefined;
  return { port, journal, isRunning, ended, close: () => thread.postMessage('close'), kill: () => thread.terminate() };
}

/** Creates the thread, and the journal at the other end of its port. */
function createThread({ journals = false, ...data }: ThreadOptions, file: URL) {
  if (!journals) return { thread: new Worker(file, { workerData: data, execArgv: [] }), journal: undefined };
  const { port1: port, port2: journalPort } = new MessageChannel();
  const workerData = { ...data, journalPort };
  const thread = new Worker(file, { workerData, transferList: [journalPort], execArgv: [] });
  return { thread, journal: new Journal(port) };
}

/** Opens the files once: dynalite opens them late, and crashes when it cannot. */
async function checkCanOpen(path: string): Promise<void> {
  createFolder(path);
  const files = new Level(path);
  await files.open();
  await files.close();
}
