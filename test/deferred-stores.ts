import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DeferredStore } from '../lambda/deferred/deferred-event.ts';
import { FileDeferredStore } from '../local/deferred/file-deferred-store.ts';

/** Stores nothing. */
export const failingStore: DeferredStore = { defer: () => Promise.reject(new Error('no space left')) };

/** Never settles. */
export const hangingStore: DeferredStore = { defer: () => new Promise<void>(() => {}) };

/** Opens a store in a folder that is removed after the test. */
export async function useDeferredFolder(): Promise<FileDeferredStore> {
  const path = mkdtempSync(join(tmpdir(), 'deferred-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return FileDeferredStore.open(path);
}

/** Reads every deferred event, oldest first. */
export async function readAll(folder: FileDeferredStore): Promise<string[]> {
  return (await Promise.all((await folder.pendingFiles()).map((file) => folder.read(file)))).flat();
}
