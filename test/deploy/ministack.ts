import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findLambdaNode } from './lambda-node.ts';
import { installPythonProgram } from './python.ts';

const program = fileURLToPath(new URL('ministack-as-aws.py', import.meta.url));

/** The longest start, in ms: an idle machine takes 3 s. */
const MAX_START_MS = 60_000;

/** An emulated AWS account with all services that a stack uses. */
export class MiniStack {
  readonly endpoint: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.endpoint = `http://127.0.0.1:${port}`; // the address, not the name: it makes the SDK use S3 by paths
  }

  static async start(): Promise<MiniStack> {
    const ministack = new MiniStack(await mkdtemp(join(tmpdir(), 'ministack-')), await findFreePort());
    await ministack.#start({});
    return ministack;
  }

  /** Restarts it with its state, and with IAM enforced. Nothing more can be deployed then. */
  async restartWithIam(): Promise<void> {
    await this.#stopProcess();
    await this.#start({ AUTH: 'true' });
  }

  async stop(): Promise<void> {
    await this.#stopProcess();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #start(env: NodeJS.ProcessEnv): Promise<void> {
    const log = openSync(this.#logFile, 'a');
    this.#process = spawn(await installPythonProgram('python'), [program], {
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: new URL(this.endpoint).port,
        STATE_DIR: join(this.#folder, 'state'),
        TMPDIR: this.#folder, // where it unpacks functions, and leaves them
        PERSIST_STATE: '1',
        PATH: `${await findLambdaNode()}:${process.env.PATH}`, // it runs functions with the node it finds first
        ...env,
      },
    });
    await this.#untilReady();
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + MAX_START_MS;
    while (Date.now() < deadline && this.#process?.exitCode === null) {
      const answer = await fetch(`${this.endpoint}/_ministack/health`).catch(() => undefined);
      if (answer?.ok) return;
      await setTimeout(100);
    }
    throw new Error(`MiniStack did not get ready. It wrote:\n${await readFile(this.#logFile, 'utf8')}`);
  }

  async #stopProcess(): Promise<void> {
    if (this.#process?.exitCode !== null) return;
    this.#process.kill('SIGTERM');
    await once(this.#process, 'exit');
  }

  get #logFile(): string {
    return join(this.#folder, 'log');
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('expected a port of 127.0.0.1');
  return address.port;
}
