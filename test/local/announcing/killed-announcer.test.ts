import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { collectAnnouncements } from './announced.ts';
import { announcedOf, STEPS_PER_SESSION } from './stream-steps.ts';

const folder = useTempFolder('killed');

const script = fileURLToPath(new URL('announcing-child.ts', import.meta.url));
const STREAMS = 8;
const KILLS = 3;
/** The longest time from the first recorded hook to a kill, in ms. */
const MAX_RUN_MS = 600;

/** Runs the process up to the step `last`; kills it after a time, if there is one. Returns the steps that were reached. */
async function runProcess(steps: readonly number[], last: number, killAfterMs?: number): Promise<number[]> {
  const env = { ...process.env, DATA_DIR: folder, STEPS: JSON.stringify(steps), LAST_STEP: String(last) };
  const child = spawn(process.execPath, ['--import', 'tsx', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const reached = [...steps];
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    const [stream = 0, step = 0] = line.split(' ').map(Number);
    reached[stream] = step + 1;
  });
  if (killAfterMs !== undefined) lines.once('line', () => setTimeout(() => child.kill('SIGKILL'), killAfterMs));
  const [code, signal] = await once(child, 'close');
  expect({ code, signal }).toEqual(
    killAfterMs === undefined ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' },
  );
  return reached;
}

function summaryOf({ 'detail-type': type, detail }: Announcement): string {
  if ('recording' in detail) return `${type} ${detail.id} ${detail.recording.vodId}`;
  if (!('session' in detail)) return type;
  const { startedAt, endedAt } = detail.session;
  return [type, detail.id, startedAt, endedAt].filter((part) => part !== null).join(' ');
}

test('each write is announced once, in order and as it was stored, over kills at any moment', async () => {
  const followed = collectAnnouncements(folder);
  let steps = Array.from({ length: STREAMS }, () => 0);
  for (let kill = 0; kill < KILLS; kill++)
    steps = await runProcess(steps, Number.POSITIVE_INFINITY, Math.random() * MAX_RUN_MS);
  const sessions = Math.ceil((Math.max(...steps) + 1) / STEPS_PER_SESSION);
  await runProcess(steps, sessions * STEPS_PER_SESSION);
  await vi.waitFor(() => expect(followed).toHaveLength(STREAMS * sessions * 3), { timeout: 10_000 });
  for (let stream = 0; stream < STREAMS; stream++) {
    const ofStream = followed.filter(({ detail }) => detail.id === `cam-${stream}`);
    const expected = Array.from({ length: sessions }, (_, session) => announcedOf(stream, session)).flat();
    expect(ofStream.map(summaryOf)).toEqual(expected);
    const sequences = ofStream.flatMap(({ detail }) => ('sequence' in detail ? [detail.sequence] : []));
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  }
  expect(new Set(followed.map(({ detail }) => detail.eventId)).size).toBe(followed.length);
});
