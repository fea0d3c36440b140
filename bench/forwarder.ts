import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../cli/events.ts', import.meta.url));

/** A process of `npm run events` that posts every announcement of a folder of `npm start`. */
export interface Forwarder {
  /** Returns the last line that it wrote on stderr: why it ended, or what the latest post was answered. */
  readonly lastNote: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts the process; the announcements of the last minutes are posted too. */
export function startForwarder(dataDir: string, url: string): Forwarder {
  const args = ['--import', 'tsx', entry, '--follow', '--json', '--since', '10m', '--forward', url];
  const env = { ...process.env, DATA_DIR: dataDir };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let lastNote = 'none';
  createInterface(child.stderr).on('line', (line) => {
    lastNote = line;
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
  return { lastNote: () => lastNote, stop };
}
