import { expect, test } from 'vitest';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { MortalTable } from './mortal-table.ts';
import { buildRecipient } from './recipient.builder.ts';
import { toldTo } from './told.ts';
import { useSinks } from './use-sinks.ts';

const startSink = useSinks();

const announcements = [
  buildStarted({ at: NOON - 30 }),
  buildEnded({ at: NOON - 20 }),
  buildStarted({ at: NOON - 25, id: 'cam-2' }),
  buildRecording({ at: NOON - 10, id: 'cam-2' }),
];

/** More commands than a process needs for all. */
const MAX_COMMANDS = 60;

/** The first time of each. */
const unique = (all: readonly string[]): string[] => [...new Set(all)];

test.each([true, false])(
  'loses no envelope and keeps the order, at whatever command a process dies (executed: %s)',
  async (executesLast) => {
    const sink = await startSink();
    for (let commands = 0; ; commands += 1) {
      expect(commands).toBeLessThan(MAX_COMMANDS);
      const recipient = buildRecipient({ to: sink.url });
      const table = new InMemoryTable();
      const world = new DeliveryWorld(table, [recipient]);
      const mortal = new MortalTable(table, commands, executesLast);
      const before = sink.posts.length;
      await world.passAs(mortal, announcements, 600_000);
      const told = toldTo({ posts: sink.posts.slice(before) });
      expect(unique(told.filter((one) => one.endsWith('cam-1')))).toEqual(['Started cam-1', 'Ended cam-1']);
      expect(unique(told.filter((one) => one.endsWith('cam-2')))).toEqual(['Started cam-2', 'Recording Ready cam-2']);
      expect(await world.outbox.counts(recipient.name)).toEqual({ waiting: 0, deadLetters: 0 });
      if (!mortal.hasDied) break;
    }
  },
);

test.each([true, false])('loses no words, at whatever command a process dies (executed: %s)', async (executesLast) => {
  const sink = await startSink();
  for (let commands = 0; ; commands += 1) {
    expect(commands).toBeLessThan(MAX_COMMANDS);
    const recipient = buildRecipient({ to: sink.url, style: 'slack' });
    const table = new InMemoryTable();
    const world = new DeliveryWorld(table, [recipient]);
    const mortal = new MortalTable(table, commands, executesLast);
    const before = sink.posts.length;
    await world.passAs(mortal, announcements, 600_000);
    const text = sink.posts
      .slice(before)
      .map(({ body }) => JSON.parse(body).text)
      .join('\n');
    for (const part of ['cam-1 went live', 'cam-1 ended', 'cam-2 went live', 'recording'])
      expect(text, `${commands}`).toContain(part);
    expect(text.indexOf('cam-1 went live')).toBeLessThan(text.indexOf('cam-1 ended'));
    expect(await world.outbox.counts(recipient.name)).toEqual({ waiting: 0, deadLetters: 0 });
    if (!mortal.hasDied) break;
  }
});
