import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SecondSink } from '../lambda/deferred/deferred-event.ts';
import { DeferredFolder } from '../local/deferred/file-deferred-store.ts';

/** Takes nothing. */
export const nowhere: SecondSink = { defer: () => Promise.reject(new Error('nowhere to put it')) };

/** The second sink of this machine, for as long as a test runs. */
export async function aFolder(): Promise<DeferredFolder> {
  const path = mkdtempSync(join(tmpdir(), 'deferred-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return DeferredFolder.open(path);
}

/** Everything that waits in it, oldest first. */
export async function linesIn(folder: DeferredFolder): Promise<string[]> {
  return (await Promise.all((await folder.waiting()).map((file) => folder.read(file)))).flat();
}
