import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Hears what a receiver writes. */
export interface Heard {
  /** One of its log. */
  readonly line: (text: string) => void;
  /** Anything else. */
  readonly complaint: (text: string) => void;
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
  static async start(endpoint: string, dataDir: string, { line, complaint }: Heard): Promise<ReceiverProcess> {
    const entry = fileURLToPath(new URL('receiver-entry.ts', import.meta.url));
    const execArgv = ['--expose-gc', '--import', 'tsx'];
    const child = fork(entry, [endpoint, dataDir], { execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    if (child.stdout) createInterface(child.stdout).on('line', line);
    child.stderr?.on('data', (data) => complaint(String(data)));
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the receiver ended before it began')));
    const [told] = await Promise.race([once(child, 'message'), ended]);
    return new ReceiverProcess(child, told);
  }

  /** What is still in use once all is collected that is not, in bytes: the heap, and the buffers outside of it. */
  async inUse(): Promise<number> {
    await this.#ask('heap'); // what has a finaliser takes a second round
    const { heapUsed, external } = await this.#ask('heap');
    return heapUsed + external;
  }

  /** What the system has given it, in bytes. */
  async rss(): Promise<number> {
    return (await this.#ask('rss')).rss;
  }

  async #ask(what: 'heap' | 'rss'): Promise<NodeJS.MemoryUsage> {
    const answer = once(this.#child, 'message');
    this.#child.send(what);
    const [usage] = await answer;
    return usage;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}
