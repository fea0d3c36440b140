import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Hears what a receiver writes. */
export interface OutputListeners {
  /** One of its log. */
  readonly onLine: (text: string) => void;
  /** Anything else. */
  readonly onStderr: (text: string) => void;
}

/** A receiver in a process of its own. */
export class ReceiverProcess {
  readonly url: string;
  readonly token: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { url, token }: { url: string; token: string }) {
    this.#child = child;
    this.url = url;
    this.token = token;
  }

  /** Starts it on a DynamoDB and a folder for what has to wait. */
  static async start(
    endpoint: string,
    dataDir: string,
    { onLine, onStderr }: OutputListeners,
  ): Promise<ReceiverProcess> {
    const entry = fileURLToPath(new URL('measured-receiver-child.ts', import.meta.url));
    const execArgv = ['--expose-gc', '--import', 'tsx'];
    const child = fork(entry, [endpoint, dataDir], { execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    if (child.stdout) createInterface(child.stdout).on('line', onLine);
    child.stderr?.on('data', (data) => onStderr(String(data)));
    const exited = once(child, 'exit').then(() => Promise.reject(new Error('the receiver ended before it began')));
    const [started] = await Promise.race([once(child, 'message'), exited]);
    return new ReceiverProcess(child, started);
  }

  /** What is still in use once all is collected that is not, in bytes: the heap, and the buffers outside of it. */
  async readBytesInUse(): Promise<number> {
    await this.#readMemory('heap'); // what has a finaliser takes a second round
    const { heapUsed, external } = await this.#readMemory('heap');
    return heapUsed + external;
  }

  /** What the system has given it, in bytes. */
  async readRss(): Promise<number> {
    return (await this.#readMemory('rss')).rss;
  }

  async #readMemory(what: 'heap' | 'rss'): Promise<NodeJS.MemoryUsage> {
    const answer = once(this.#child, 'message');
    this.#child.send(what);
    const [usage] = await answer;
    return usage;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}
