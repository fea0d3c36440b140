import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface OutputListeners {
  /** Receives each line of the log. */
  readonly onLine: (text: string) => void;
  /** Receives everything else that the process writes. */
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

  /** Starts a receiver on a DynamoDB endpoint, with a folder for deferred events. */
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
    const exited = once(child, 'exit').then(() => Promise.reject(new Error('the receiver ended before it was ready')));
    const [started] = await Promise.race([once(child, 'message'), exited]);
    return new ReceiverProcess(child, started);
  }

  /** Returns the bytes in use after a garbage collection, on the heap and in buffers outside it. */
  async readBytesInUse(): Promise<number> {
    await this.#readMemory('heap'); // objects with a finaliser take a second collection
    const { heapUsed, external } = await this.#readMemory('heap');
    return heapUsed + external;
  }

  /** Returns the resident set size, in bytes. */
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
