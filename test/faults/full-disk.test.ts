import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Started } from '../local/started.ts';
import { drained, TOKEN } from './at-fault.ts';
import { Crowd } from './concurrent-streams.ts';
import { report } from './report.ts';
import { nothingWrong } from './verdict.ts';

/** As large as a disk may be that a test fills. */
const DISK_BYTES = 24 * 1024 * 1024;
const SENDERS = 8;
/** How many copies of every lifecycle are sent. */
const LIFECYCLES = 8;
/** How many hooks are answered before the disk is full. */
const ANSWERED_BEFORE = 100;
/** How long it stays full, in ms: the database is tried again several times meanwhile. */
const FULL_MS = 3_000;
/** However busy the machine is, in ms. */
const IN_TIME = { timeout: 60_000 };

const disk = mkdtempSync(join(tmpdir(), 'full-disk-'));
const dataDir = join(disk, 'data');
const ballast = join(disk, 'ballast');
let missing: string | undefined;
let started: Started | undefined;

beforeAll(() => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch (error) {
    missing = `no disk can be mounted to fill it, as root can (${String(error).trim()})`;
    console.warn(`A test is skipped: ${missing}.`);
  }
});
beforeEach(({ skip }) => skip(missing !== undefined, missing));
afterAll(() => {
  started?.kill();
  if (missing === undefined) execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true });
});

/** Writes until there is no room. */
function fill(): void {
  expect(() => writeFileSync(ballast, Buffer.alloc(DISK_BYTES))).toThrow('ENOSPC');
}

test('a full disk loses nothing that was answered 200, and when there is room the same process goes on', async () => {
  started = new Started({ DATA_DIR: dataDir, TOKEN });
  const url = new URL(await started.ready());
  const { receiver } = started;
  const crowd = new Crowd(url, { tryAgain: true });
  const sending = crowd.send(LIFECYCLES, SENDERS);
  while (crowd.answered.length < ANSWERED_BEFORE) await sleep(5);
  fill();
  await vi.waitFor(() => expect(started?.out).toContain('refused 503'), IN_TIME);
  await sleep(FULL_MS);
  rmSync(ballast);
  const delivered = await sending;
  await drained(dataDir);
  await vi.waitFor(async () => {
    const hook = { action: 'playStarted', id: 'afterwards', timestamp: Date.now() };
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(hook) });
    expect(await answer.json()).toEqual({ outcome: 'recorded' });
  }, IN_TIME);
  const api = { url: url.origin, token: TOKEN };
  const { verdict, figures } = await report(api, { fault: 'full disk', retries: 'until 200', busyMs: 0 }, delivered);
  expect(verdict).toEqual(nothingWrong);
  expect(figures.outcomes).toMatch(/recorded/);
  expect(started.err).toContain('The embedded database failed, and is started again until it runs: ');
  expect(started.receiver).toBe(receiver);
});
