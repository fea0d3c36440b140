import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { NpmStart } from '../local/npm-start.ts';
import { ConcurrentSenders } from './concurrent-senders.ts';
import { TOKEN, untilDrained } from './receiver-with-faults.ts';
import { judgeAndReport } from './report.ts';
import { nothingWrong } from './verdict.ts';

/** The size of the disk that the test fills. */
const DISK_BYTES = 24 * 1024 * 1024;
const SENDERS = 8;
/** Copies of every scenario. */
const LIFECYCLE_COPIES = 8;
/** Hooks that are answered 200 before the disk is full. */
const ACKNOWLEDGED_BEFORE = 100;
/** Time for which the disk stays full, in ms: the database is restarted several times meanwhile. */
const FULL_MS = 3_000;
/** Enough for a busy machine, in ms. */
const eventually = { timeout: 60_000 };

const diskFolder = mkdtempSync(join(tmpdir(), 'full-disk-'));
const dataDir = join(diskFolder, 'data');
const ballast = join(diskFolder, 'ballast');
let skipReason: string | undefined;
let started: NpmStart | undefined;

beforeAll(() => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', diskFolder], { stdio: 'pipe' });
  } catch (error) {
    skipReason = `no disk can be mounted and filled, which takes root (${String(error).trim()})`;
    console.warn(`A test is skipped: ${skipReason}.`);
  }
});
beforeEach(({ skip }) => skip(skipReason !== undefined, skipReason));
afterAll(() => {
  started?.kill();
  if (skipReason === undefined) execFileSync('umount', ['--lazy', diskFolder]);
  rmSync(diskFolder, { recursive: true });
});

function fillDisk(): void {
  expect(() => writeFileSync(ballast, Buffer.alloc(DISK_BYTES))).toThrow('ENOSPC');
}

test('a full disk loses no hook that was answered 200, and the same process goes on when there is room', async () => {
  started = new NpmStart({ DATA_DIR: dataDir, TOKEN });
  const url = new URL(await started.ready());
  const { receiverId } = started;
  const senders = new ConcurrentSenders(url, { retries: true });
  const sending = senders.send(LIFECYCLE_COPIES, SENDERS);
  while (senders.acknowledged.length < ACKNOWLEDGED_BEFORE) await sleep(5);
  fillDisk();
  await vi.waitFor(() => expect(started?.out).toContain('refused 503'), eventually);
  await sleep(FULL_MS);
  rmSync(ballast);
  const delivered = await sending;
  await untilDrained(dataDir);
  await vi.waitFor(async () => {
    const hook = { action: 'playStarted', id: 'afterwards', timestamp: Date.now() };
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(hook) });
    expect(await answer.json()).toEqual({ outcome: 'recorded' });
  }, eventually);
  const api = { url: url.origin, token: TOKEN };
  const { verdict, figures } = await judgeAndReport(
    api,
    { fault: 'full disk', retries: 'until 200', busyMs: 0 },
    delivered,
  );
  expect(verdict).toEqual(nothingWrong);
  expect(figures.outcomes).toMatch(/recorded/);
  expect(started.err).toContain('The embedded database failed and is restarting: ');
  expect(started.receiverId).toBe(receiverId);
});
