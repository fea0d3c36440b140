import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEventsCommand } from '../../../cli/events/events-command.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const folder = useTempFolder('local-source');

test('the time of which announcements were deleted already is named, and following goes on', async () => {
  const createdAt = Date.now() - 60_000;
  mkdirSync(join(folder, 'dynamodb'), { mode: 0o700 });
  mkdirSync(join(folder, 'announcements'), { mode: 0o700 });
  writeFileSync(join(folder, 'announcements', `000000000007-${createdAt}.jsonl`), '');
  const notes: string[] = [];
  const ending = new AbortController();
  const note = (line: string) => {
    notes.push(line);
    if (line.startsWith('Announcements')) setTimeout(() => ending.abort(), 150); // what it would say again, it says by then
  };
  const deps = { signal: ending.signal, isTerminal: false, note };
  const { code } = await runInProcess(createEventsCommand(deps), ['--follow', '--since', '1h'], { DATA_DIR: folder });
  expect(code).toBe(0);
  expect(notes).toEqual([
    expect.stringContaining('waiting for npm start'),
    expect.stringMatching(
      `^Announcements from \\S+Z to ${new Date(createdAt).toISOString()} may be missing: they were deleted before this command read them`,
    ),
  ]);
});
