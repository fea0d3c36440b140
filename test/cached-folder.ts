import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE_FOLDER = fileURLToPath(new URL('../.cache/', import.meta.url));

/** Returns a folder under `.cache/` that `fill` has filled once. An interrupted `fill` is repeated. */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const path = join(CACHE_FOLDER, name);
  const complete = join(path, 'complete');
  if (existsSync(complete)) return path;
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  await fill(path);
  await writeFile(complete, '');
  return path;
}
