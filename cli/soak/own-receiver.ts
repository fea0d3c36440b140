import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { memoryOf } from './memory.ts';
import type { Target } from './run-soak.ts';

/** A receiver for a soak alone: the process of `npm start`, on a folder of its own. */
export interface OwnReceiver extends Target {
  /** Ends it and deletes the folder. Throws when it did not end as it should. */
  readonly end: () => Promise<void>;
}

/** Starts it; throws with what it said when it does not start. */
export async function startOwn(): Promise<OwnReceiver> {
  const dataDir = mkdtempSync(join(tmpdir(), 'soak-'));
  const entry = fileURLToPath(new URL('../../local/start.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, TOKEN: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const leaveNothing = () => {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.once('exit', leaveNothing);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const end = async () => {
    const code = await endOf(child);
    leaveNothing();
    if (code !== 0) throw new Error(`The receiver ended with exit code ${code}, expected 0: see what it wrote above.`);
  };
  const url = await webhookUrlOf(child);
  if (url === undefined) await end();
  return { url: url ?? '', memory: () => memoryOf(child.pid ?? 0), end };
}

/** The webhook URL, once it is printed; undefined when the process ends before. */
function webhookUrlOf({ stdout }: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (stdout === null) return resolve(undefined);
    const lines = createInterface(stdout); // they are read to the end, or the receiver would wait for a reader
    lines.on('line', (line) => {
      const url = /^Webhook URL {3}(\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    lines.once('close', () => resolve(undefined));
  });
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill();
  const [code] = await ended;
  return code;
}
