import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const root = new URL('../..', import.meta.url).pathname;

/** `npm start`, in a process group of its own. */
export class NpmStart {
  readonly #process: ChildProcess;
  out = '';
  err = '';

  /** `stderr` may be the descriptor of an open file. */
  constructor(env: Record<string, string>, stderr: 'pipe' | number = 'pipe') {
    this.#process = spawn('npm', ['start', '--silent'], {
      cwd: root,
      detached: true,
      stdio: ['pipe', 'pipe', stderr],
      env: { ...process.env, PORT: '0', ...env },
    });
    this.#process.stdout?.on('data', (data) => (this.out += data));
    this.#process.stderr?.on('data', (data) => (this.err += data));
  }

  get groupId(): number {
    return this.#process.pid ?? 0;
  }

  /** Returns the webhook URL once both lines are printed. Throws when the process exits before. */
  async ready(): Promise<string> {
    for (;;) {
      const url = /^Webhook URL {3}(\S+)$/m.exec(this.out)?.[1];
      if (url !== undefined && /^Status board {2}\S+$/m.test(this.out)) return url;
      if (this.#process.exitCode !== null || this.#process.signalCode !== null)
        throw new Error(`npm start ended: ${this.out}${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Returns the exit code once the process has exited; null when a signal ended it. */
  async exit(): Promise<number | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return this.#process.exitCode;
    const [code] = await once(this.#process, 'exit');
    return code;
  }

  /** The id of the process that listens: the child of npm. */
  get receiverId(): number {
    const children = readFileSync(`/proc/${this.groupId}/task/${this.groupId}/children`, 'utf8').trim().split(' ');
    return Number(children[0]);
  }

  kill(): void {
    try {
      process.kill(-this.groupId, 'SIGKILL');
    } catch {} // it has ended
  }
}
