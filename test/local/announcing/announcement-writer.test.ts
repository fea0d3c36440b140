import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { AnnouncementWriter, type LogLimits } from '../../../local/announcing/announcement-writer.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { buildAnnouncement, buildAnnouncements } from './announcement.builder.ts';

const folder = useTempFolder('writer');
const HOUR_MS = 60 * 60 * 1_000;
const manyBytes = { maxBytes: 1_000_000, maxAgeMs: 24 * HOUR_MS };

function openWriter(dataDir: string, limits: LogLimits = manyBytes): AnnouncementWriter {
  const writer = new AnnouncementWriter(dataDir, limits);
  onTestFinished(() => writer.close());
  return writer;
}

const logFolder = (dataDir: string) => join(dataDir, 'announcements');
const segmentsOf = (dataDir: string): string[] =>
  readdirSync(logFolder(dataDir))
    .sort()
    .map((name) => join(logFolder(dataDir), name));
const textOf = (dataDir: string): string =>
  segmentsOf(dataDir)
    .map((path) => readFileSync(path, 'utf8'))
    .join('');
const linesOf = (announcements: readonly Announcement[]): string =>
  announcements.map((announcement) => `${JSON.stringify(announcement)}\n`).join('');
const sizeOf = (path: string): number => statSync(path).size;

/** Returns the newest segment. */
const lastOf = (dataDir: string): string => segmentsOf(dataDir).at(-1) ?? '';

test('appends each announcement once, as a line, also over restarts', async () => {
  const dataDir = join(folder, 'once');
  const all = buildAnnouncements(0, 5);
  const writer = openWriter(dataDir);
  await writer.append(all.slice(0, 2));
  await writer.append(all.slice(1, 3));
  await openWriter(dataDir).append(all.slice(2));
  expect(textOf(dataDir)).toBe(linesOf(all));
});

test.each(['', '{"source":"ant-media-webhooks","time":"2026', '\0\0\0\0'])(
  'continues behind the last whole line when the process was killed after %j of the next',
  async (torn) => {
    const dataDir = join(folder, `torn-${torn.length}`);
    const all = buildAnnouncements(0, 3);
    await openWriter(dataDir).append(all.slice(0, 2));
    appendFileSync(lastOf(dataDir), torn);
    await openWriter(dataDir).append(all);
    expect(textOf(dataDir)).toBe(linesOf(all));
  },
);

test('appends what it could not append before, and nothing twice', async () => {
  const dataDir = join(folder, 'failing');
  const all = buildAnnouncements(0, 4);
  writeFileSync(join(folder, 'failing'), 'no folder');
  const writer = openWriter(dataDir);
  await expect(writer.append(all.slice(0, 2))).rejects.toThrow(/ENOTDIR|EEXIST/);
  rmSync(dataDir);
  await writer.append(all.slice(0, 2));
  await writer.close();
  renameSync(logFolder(dataDir), `${logFolder(dataDir)}-moved`);
  writeFileSync(logFolder(dataDir), 'no folder');
  await expect(writer.append(all)).rejects.toThrow(/ENOTDIR|EEXIST/);
  rmSync(logFolder(dataDir));
  renameSync(`${logFolder(dataDir)}-moved`, logFolder(dataDir));
  await writer.append(all);
  expect(textOf(dataDir)).toBe(linesOf(all));
});

test.each(['the folder', 'the newest segment'])(
  'begins another segment when %s was deleted by hand, and stores there what went into the deleted one',
  async (deleted) => {
    const dataDir = join(folder, `deleted-${deleted.length}`);
    const all = buildAnnouncements(0, 4);
    const writer = openWriter(dataDir);
    await writer.append(all.slice(0, 1));
    makeOld(lastOf(dataDir), 2 * HOUR_MS);
    await writer.close();
    await writer.append(all.slice(1, 2));
    const path = lastOf(dataDir);
    rmSync(deleted === 'the folder' ? logFolder(dataDir) : path, { recursive: true });
    await expect(writer.append(all.slice(2))).rejects.toThrow(`${path} was deleted, expected it to stay`);
    await writer.append(all.slice(2));
    expect(lastOf(dataDir)).toMatch(/^.*\/0{11}3-\d+\.jsonl$/);
    expect(textOf(dataDir)).toBe(linesOf([...(deleted === 'the folder' ? [] : all.slice(0, 1)), ...all.slice(2)]));
  },
);

test('stores the newest announcements within the bytes, and deletes whole segments', async () => {
  const dataDir = join(folder, 'bytes');
  const limits = { ...manyBytes, maxBytes: 20_000 };
  const all = buildAnnouncements(0, 100);
  for (const part of [0, 1, 2]) {
    const writer = openWriter(dataDir, limits); // each a restart
    for (const announcement of all.slice(part * 40, part * 40 + 40)) {
      await writer.append([announcement]);
      expect(
        segmentsOf(dataDir)
          .map(sizeOf)
          .reduce((sum, size) => sum + size),
      ).toBeLessThanOrEqual(limits.maxBytes);
    }
  }
  for (const path of segmentsOf(dataDir)) expect(sizeOf(path)).toBeLessThanOrEqual(limits.maxBytes / 10);
  const text = textOf(dataDir);
  expect(linesOf(all).endsWith(text)).toBe(true);
  expect(text.length).toBeGreaterThan(limits.maxBytes * 0.7);
});

test('deletes a segment a day after its last line, and the one that grows is at most an hour old', async () => {
  const dataDir = join(folder, 'age');
  const [old, kept, grown] = [buildAnnouncement(0), buildAnnouncement(1), buildAnnouncement(2)];
  for (const [index, announcement] of [old, kept, grown].entries()) {
    const writer = openWriter(dataDir);
    await writer.append([announcement]);
    expect(segmentsOf(dataDir)).toHaveLength(index + 1);
    makeOld(lastOf(dataDir), 2 * HOUR_MS);
  }
  makeOld(segmentsOf(dataDir)[0] ?? '', 25 * HOUR_MS);
  await openWriter(dataDir).prune();
  expect(textOf(dataDir)).toBe(linesOf([kept, grown]));
  expect(sizeOf(lastOf(dataDir))).toBe(0);
});

/** Makes a segment as old as one that was created, and last written, this many ms ago. */
function makeOld(path: string, ageMs: number): void {
  const then = new Date(Date.now() - ageMs);
  const older = path.replace(/-\d+(?=\.jsonl$)/, `-${then.getTime()}`);
  renameSync(path, older);
  utimesSync(older, then, then);
}

test('an announcement of a segment before is not appended again, when a new one was begun since', async () => {
  const dataDir = join(folder, 'rotated');
  const announcement = buildAnnouncement(0);
  await openWriter(dataDir).append([announcement]);
  makeOld(lastOf(dataDir), 2 * HOUR_MS);
  const writer = openWriter(dataDir);
  await writer.prune();
  await writer.append([announcement]);
  await openWriter(dataDir).append([announcement]);
  expect(segmentsOf(dataDir)).toHaveLength(2);
  expect(textOf(dataDir)).toBe(linesOf([announcement]));
});

test('its folder and files are accessible to its user only', async () => {
  const dataDir = join(folder, 'private');
  await openWriter(dataDir).append([buildAnnouncement(0)]);
  expect((statSync(logFolder(dataDir)).mode & 0o777).toString(8)).toBe('700');
  expect((statSync(lastOf(dataDir)).mode & 0o777).toString(8)).toBe('600');
});
