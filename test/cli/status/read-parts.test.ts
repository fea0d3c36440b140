import { expect, test } from 'vitest';
import { readParts } from '../../../cli/status/read-parts.ts';
import { AbsentPartError, type PartReaders } from '../../../cli/status/status-parts.ts';

/** Readers that fail, each with its name, but for those that are given. */
function buildReaders(readers: Partial<PartReaders>): PartReaders {
  const fail = (name: string) => async () => Promise.reject(new Error(`${name} fails`));
  return {
    alarms: fail('alarms'),
    counts: fail('counts'),
    hooks: fail('hooks'),
    deferred: fail('deferred'),
    announcements: fail('announcements'),
    notifications: fail('notifications'),
    errors: fail('errors'),
    refusals: fail('refusals'),
    ...readers,
  };
}

test('each part is what its reader returns, or why it returns nothing', async () => {
  const parts = await readParts(
    buildReaders({
      deferred: async () => ({ waiting: 1, deadLetters: 2, waitingSince: null }),
      alarms: () => Promise.reject(new AbsentPartError('there are none')),
    }),
  );
  expect(parts).toMatchObject({
    deferred: { kind: 'read', value: { waiting: 1, deadLetters: 2 } },
    alarms: { kind: 'absent', reason: 'there are none' },
    refusals: { kind: 'unreadable', reason: 'refusals fails' },
    notifications: { kind: 'unreadable', reason: 'notifications fails' },
  });
});

test('one that never answers is given up, and holds up no other', async () => {
  const parts = await readParts(
    buildReaders({
      counts: () => new Promise(() => {}),
      deferred: async () => ({ waiting: 0, deadLetters: 0, waitingSince: null }),
    }),
    20,
  );
  expect(parts).toMatchObject({ counts: { kind: 'unreadable', reason: 'Received no answer within 20 ms: check the network connection, and try again.' }, deferred: { kind: 'read' } }); // biome-ignore format: a row
});

test('all parts are read at the same time', async () => {
  let waiting = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reader = async () => {
    waiting += 1;
    if (waiting === 8) release(); // the last of them: one after the other, none would go on
    await released;
    throw new Error('read');
  };
  const readers = Object.fromEntries(Object.keys(buildReaders({})).map((name) => [name, reader])) as unknown as PartReaders; // biome-ignore format: a row
  const parts = await readParts(readers);
  expect(Object.values(parts)).toEqual(Array(8).fill({ kind: 'unreadable', reason: 'read' }));
});
