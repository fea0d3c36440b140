import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../.cache/', import.meta.url));

/** A folder under `.cache/` that is filled once. One whose filling was interrupted is filled again. */
export async function cached(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const place = join(folder, name);
  const complete = join(place, 'complete');
  if (existsSync(complete)) return place;
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await fill(place);
  await writeFile(complete, '');
  return place;
}
