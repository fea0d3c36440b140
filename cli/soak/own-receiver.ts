import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readResidentMemory } from './resident-memory.ts';
import type { SoakTarget } from './run-soak.ts';

/** A receiver for one soak: a process of `npm start` on a temporary folder. */
interface OwnReceiver extends SoakTarget {
  /** The temporary folder, its `DATA_DIR`. */
  readonly dataDir: string;
  /** Stops the process and deletes the folder. Throws when the exit code is not 0. */
  readonly stop: () => Promise<void>;
}

/** Starts the process. Throws when it exits before it is ready. */
export async function startOwnReceiver(): Promise<OwnReceiver> {
  const dataDir = mkdtempSync(join(tmpdir(), 'soak-'));
  const entry = fileURLToPath(new URL('../../local/start.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, TOKEN: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const cleanUp = () => {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.once('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const stop = async () => {
    const code = await stopProcess(child);
    cleanUp();
    if (code !== 0) throw new Error(`The receiver exited with code ${code}, expected 0: see its output above.`);
  };
  const url = await readWebhookUrl(child);
  if (url === undefined) await stop();
  return { url: url ?? '', dataDir, readMemory: () => readResidentMemory(child.pid ?? 0), stop };
}

/** Returns the webhook URL once it is printed, or undefined when the process exits before. */
function readWebhookUrl({ stdout }: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (stdout === null) return resolve(undefined);
    const lines = createInterface(stdout); // read to the end, or the receiver would block on a full pipe
    lines.on('line', (line) => {
      const url = /^Webhook URL {3}(\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    lines.once('close', () => resolve(undefined));
  });
}

async function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill();
  const [code] = await exited;
  return code;
}
