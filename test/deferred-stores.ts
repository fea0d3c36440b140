import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DeferredStore } from '../lambda/deferred/deferred-event.ts';
import { FileDeferredStore } from '../local/deferred/file-deferred-store.ts';

/** Takes nothing. */
export const failingStore: DeferredStore = { defer: () => Promise.reject(new Error('nowhere to put it')) };

/** The second sink of this machine, for as long as a test runs. */
export async function useDeferredFolder(): Promise<FileDeferredStore> {
  const path = mkdtempSync(join(tmpdir(), 'deferred-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return FileDeferredStore.open(path);
}

/** Everything that waits in it, oldest first. */
export async function readAll(folder: FileDeferredStore): Promise<string[]> {
  return (await Promise.all((await folder.pendingFiles()).map((file) => folder.read(file)))).flat();
}
