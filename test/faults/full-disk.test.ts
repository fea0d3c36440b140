import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { NpmStart } from '../local/npm-start.ts';
import { ConcurrentSenders } from './concurrent-senders.ts';
import { TOKEN, untilDrained } from './receiver-under-test.ts';
import { judgeAndReport } from './report.ts';
import { nothingWrong } from './verdict.ts';

/** As large as a disk may be that a test fills. */
const DISK_BYTES = 24 * 1024 * 1024;
const SENDERS = 8;
/** How many copies of every lifecycle are sent. */
const LIFECYCLE_COPIES = 8;
/** How many hooks are answered before the disk is full. */
const ACKNOWLEDGED_BEFORE = 100;
/** How long it stays full, in ms: the database is tried again several times meanwhile. */
const FULL_MS = 3_000;
/** However busy the machine is, in ms. */
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
    skipReason = `no disk can be mounted to fill it, as root can (${String(error).trim()})`;
    console.warn(`A test is skipped: ${skipReason}.`);
  }
});
beforeEach(({ skip }) => skip(skipReason !== undefined, skipReason));
afterAll(() => {
  started?.kill();
  if (skipReason === undefined) execFileSync('umount', ['--lazy', diskFolder]);
  rmSync(diskFolder, { recursive: true });
});

/** Writes until there is no room. */
function fillDisk(): void {
  expect(() => writeFileSync(ballast, Buffer.alloc(DISK_BYTES))).toThrow('ENOSPC');
}

test('a full disk loses nothing that was answered 200, and when there is room the same process goes on', async () => {
  started = new NpmStart({ DATA_DIR: dataDir, TOKEN });
  const url = new URL(await started.ready());
  const { receiverId } = started;
  const crowd = new ConcurrentSenders(url, { tryAgain: true });
  const sending = crowd.send(LIFECYCLE_COPIES, SENDERS);
  while (crowd.acknowledged.length < ACKNOWLEDGED_BEFORE) await sleep(5);
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
