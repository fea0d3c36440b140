import { expect, test } from 'vitest';
import { rowsQuery } from '../../lambda/table/history.ts';
import {
  appsPartition,
  hostPartition,
  hostsPartition,
  quarantinePartition,
  streamPartition,
} from '../../lambda/table/keys.ts';
import { Recorder } from '../../lambda/table/record.ts';
import type { Item } from '../../lambda/table/table.ts';
import { aHook, NOW, RECEIVED_AT } from './an-event.ts';
import { useEngine } from './engine.ts';

const engine = useEngine();

/** All rows of a partition, in the order of their sort keys. */
async function rowsOf(partition: string): Promise<Item[]> {
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: partition } } };
  return (await engine().streams.query(query)).items;
}

/** By the class of a row, which is what its sort key begins with: until when it is kept, and until when it is told. */
const lives = (rows: Item[]) =>
  rows.map(({ sk, expiresAt, listedUntil }) => [sk?.S?.split('#')[0], expiresAt, listedUntil]);

test('the history expires, in whole seconds after its days, a sample of health after 25 hours; a state, a recording and the list of apps never', async () => {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true });
  const told = (action: string, fields: object = {}) => ({ action, id: 'cam', timestamp: NOW, ...fields });
  for (const hook of [
    told('liveStreamStarted'),
    told('liveStreamStatus'),
    told('vodReady', { vodId: 'v1' }),
    told('subtrackAddedInTheMainTrack', { id: 'p1', mainTrackId: 'cam' }),
    told('unheardOf'),
    { action: 'highResourceUsage', host: 'media-1', timestamp: NOW },
    { action: 'liveStreamStarted' },
  ]) {
    await recorder.record(engine().streams, aHook(hook));
  }

  const until = { N: String((RECEIVED_AT + 30 * 86_400_000) / 1000) };
  expect(lives(await rowsOf(streamPartition('LiveApp', 'cam')))).toEqual([
    ['health', { N: String(RECEIVED_AT / 1000 + 25 * 3_600) }, undefined],
    ['lifecycle', until, undefined],
    ['other', until, undefined],
    ['other', until, undefined],
    ['recording', undefined, until],
    ['state', undefined, undefined],
    ['track', until, undefined],
  ]);
  expect(lives(await rowsOf(hostPartition('LiveApp', 'media-1')))).toEqual([['event', until, undefined]]);
  expect(lives(await rowsOf(hostsPartition('LiveApp')))).toEqual([['host', until, undefined]]);
  expect(lives(await rowsOf(quarantinePartition('LiveApp')))).toEqual([['event', until, undefined]]);
  expect(lives(await rowsOf(appsPartition))).toEqual([['app', undefined, undefined]]);
});

test('a class of rows is read without the others', async () => {
  const query = rowsQuery(streamPartition('LiveApp', 'cam'), 'recording');
  expect(lives((await engine().streams.query(query)).items).map(([rowClass]) => rowClass)).toEqual(['recording']);
});
