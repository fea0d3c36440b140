import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { followAnnouncements, type Gap } from '../../../local/announcing/announcement-log.ts';
import { AnnouncementWriter, type LogLimits } from '../../../local/announcing/announcement-writer.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { collectAnnouncements } from './announced.ts';
import { buildAnnouncement, buildAnnouncements, SINCE } from './announcement.builder.ts';

const folder = useTempFolder('follower');

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };
/** Longer than the follower takes to look for new lines, in ms. */
const SOON_MS = 150;

function openWriter(dataDir: string, limits?: LogLimits): AnnouncementWriter {
  const writer = new AnnouncementWriter(dataDir, limits);
  onTestFinished(() => writer.close());
  return writer;
}

test('follows from now on, or since a time', async () => {
  const dataDir = join(folder, 'since');
  const all = buildAnnouncements(0, 10);
  const writer = openWriter(dataDir);
  await writer.append(all.slice(0, 6));
  const fromNow = collectAnnouncements(dataDir);
  const since = collectAnnouncements(dataDir, SINCE + 4_000);
  await sleep(SOON_MS);
  await writer.append(all.slice(6));
  await vi.waitFor(() => expect([fromNow.length, since.length]).toEqual([4, 6]), IN_TIME);
  expect(fromNow).toEqual(all.slice(6));
  expect(since).toEqual(all.slice(4));
});

test('what is stored late is followed, whatever its time', async () => {
  const dataDir = join(folder, 'late');
  const followed = collectAnnouncements(dataDir, SINCE + 60_000);
  await sleep(SOON_MS);
  await openWriter(dataDir).append([buildAnnouncement(1)]);
  await vi.waitFor(() => expect(followed).toEqual([buildAnnouncement(1)]), IN_TIME);
});

test('outlives restarts of the receiver, and segments that are begun and deleted meanwhile', async () => {
  const dataDir = join(folder, 'segments');
  const limits = { maxBytes: 20_000, maxAgeMs: 60_000 };
  const all = buildAnnouncements(0, 120);
  const followed = collectAnnouncements(dataDir);
  for (let n = 0; n < all.length; n += 12) {
    await openWriter(dataDir, limits).append(all.slice(n, n + 12)); // each a restart
    await vi.waitFor(() => expect(followed).toEqual(all.slice(0, n + 12)), IN_TIME);
  }
  expect(readdirSync(join(dataDir, 'announcements')).length).toBeLessThan(10);
});

test('yields a line once it is complete, and skips one that is none', async () => {
  const dataDir = join(folder, 'lines');
  await openWriter(dataDir).append([buildAnnouncement(0)]);
  const followed = collectAnnouncements(dataDir);
  await sleep(SOON_MS);
  const path = join(dataDir, 'announcements', readdirSync(join(dataDir, 'announcements'))[0] ?? '');
  const line = JSON.stringify(buildAnnouncement(1));
  appendFileSync(path, `{"detail-type":"Stream Started"}\nnull\n\0\0\n${line.slice(0, 50)}`);
  await sleep(SOON_MS);
  expect(followed).toEqual([]);
  appendFileSync(path, `${line.slice(50)}\n`);
  await vi.waitFor(() => expect(followed).toEqual([buildAnnouncement(1)]), IN_TIME);
});

test('a line that a killed receiver wrote in part is yielded once, as the next receiver writes it', async () => {
  const dataDir = join(folder, 'torn');
  const writer = openWriter(dataDir);
  await writer.append([buildAnnouncement(0)]);
  await writer.close();
  const followed = collectAnnouncements(dataDir);
  await sleep(SOON_MS);
  const path = join(dataDir, 'announcements', readdirSync(join(dataDir, 'announcements'))[0] ?? '');
  appendFileSync(path, JSON.stringify(buildAnnouncement(9)).slice(0, 300));
  await sleep(SOON_MS);
  await openWriter(dataDir).append(buildAnnouncements(1, 3));
  await vi.waitFor(() => expect(followed).toEqual(buildAnnouncements(1, 3)), IN_TIME);
});

test('passes on a gap once, when segments were deleted before they were read', async () => {
  const dataDir = join(folder, 'gap');
  const limits = { maxBytes: 8_000, maxAgeMs: 60_000 }; // few segments, of one announcement
  const all = buildAnnouncements(0, 40);
  const writer = openWriter(dataDir, limits);
  await writer.append(all.slice(0, 1));
  const stopping = new AbortController();
  const gaps: Gap[] = [];
  const onGap = (gap: Gap) => gaps.push(gap);
  const followed: Announcement[] = [];
  for await (const announcement of followAnnouncements(dataDir, { since: 0, onGap, signal: stopping.signal })) {
    followed.push(announcement);
    if (followed.length === 1) for (const each of all.slice(1)) await writer.append([each]); // it is slower than the writer
    if (announcement.detail.eventId === all.at(-1)?.detail.eventId) stopping.abort();
  }
  expect(followed.length).toBeLessThan(40);
  expect(followed).toEqual([...all.slice(0, 1), ...all.slice(1 - followed.length)]);
  expect(gaps).toEqual([{ from: Math.min(SINCE, firstCreatedAt(dataDir)), to: firstCreatedAt(dataDir) }]);
});

test('passes on a gap at its begin, when the announcements of that time were deleted', async () => {
  const dataDir = join(folder, 'begin');
  const writer = openWriter(dataDir, { maxBytes: 8_000, maxAgeMs: 60_000 });
  for (const each of buildAnnouncements(0, 40)) await writer.append([each]);
  const gaps: Gap[] = [];
  const followed = collectAnnouncements(dataDir, 1_000, (gap) => gaps.push(gap));
  collectAnnouncements(dataDir, Date.now() + 1); // fails on a gap
  await vi.waitFor(() => expect(followed.at(-1)).toEqual(buildAnnouncement(39)), IN_TIME);
  expect(gaps).toEqual([{ from: 1_000, to: firstCreatedAt(dataDir) }]);
});

/** Returns when the oldest segment was created. */
const firstCreatedAt = (dataDir: string): number =>
  Number(/-(\d+)/.exec(readdirSync(join(dataDir, 'announcements')).sort()[0] ?? '')?.[1]);

test('yields nothing twice when the newest segment was deleted by hand while the receiver runs', async () => {
  const dataDir = join(folder, 'newest');
  const all = buildAnnouncements(0, 6);
  const writer = openWriter(dataDir, { maxBytes: 20_000, maxAgeMs: 60_000 }); // two announcements a segment
  for (const each of all.slice(0, 5)) await writer.append([each]);
  const followed = collectAnnouncements(dataDir, 0);
  await vi.waitFor(() => expect(followed).toEqual(all.slice(0, 5)), IN_TIME);
  rmSync(join(dataDir, 'announcements', readdirSync(join(dataDir, 'announcements')).sort().at(-1) ?? ''));
  await sleep(SOON_MS);
  await expect(writer.append(all.slice(5))).rejects.toThrow('was deleted');
  await writer.append(all.slice(5));
  await vi.waitFor(() => expect(followed).toEqual(all), IN_TIME);
});

test('goes on with a folder that was emptied by hand', async () => {
  const dataDir = join(folder, 'emptied');
  await openWriter(dataDir).append(buildAnnouncements(0, 2));
  const followed = collectAnnouncements(dataDir);
  await sleep(SOON_MS);
  rmSync(join(dataDir, 'announcements'), { recursive: true });
  await openWriter(dataDir).append([buildAnnouncement(5)]);
  await vi.waitFor(() => expect(followed).toEqual([buildAnnouncement(5)]), IN_TIME);
});

test('lines that are longer than a chunk are followed', async () => {
  const dataDir = join(folder, 'long');
  mkdirSync(join(dataDir, 'announcements'), { recursive: true });
  const announcement = structuredClone(buildAnnouncement(0));
  if (announcement.detail.stream !== null) announcement.detail.stream.name = 'é'.repeat(1_500_000);
  writeFileSync(join(dataDir, 'announcements', '000000000001-1.jsonl'), `${JSON.stringify(announcement)}\n`);
  const followed = collectAnnouncements(dataDir, 0);
  await vi.waitFor(() => expect(followed).toEqual([announcement]), IN_TIME);
});

test('ends when the signal aborts, before and after the first announcement', async () => {
  const dataDir = join(folder, 'aborted');
  await openWriter(dataDir).append(buildAnnouncements(0, 3));
  const stopping = new AbortController();
  const followed = [];
  for await (const announcement of followAnnouncements(dataDir, {
    since: 0,
    onGap: () => {},
    signal: stopping.signal,
  })) {
    followed.push(announcement);
    stopping.abort();
  }
  expect(followed).toEqual([buildAnnouncement(0)]);
  for await (const announcement of followAnnouncements(dataDir, { since: 0, onGap: () => {}, signal: stopping.signal }))
    followed.push(announcement);
  expect(followed).toHaveLength(1);
});

test('refuses a folder that may come from another user', async () => {
  const dataDir = join(folder, 'not-ours');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'announcements'), '');
  const follow = async () => {
    for await (const _ of followAnnouncements(dataDir, {
      since: 0,
      onGap: () => {},
      signal: AbortSignal.timeout(5_000),
    }));
  };
  await expect(follow()).rejects.toThrow('is not a folder; expected DATA_DIR, and what it holds, to be yours only');
});
