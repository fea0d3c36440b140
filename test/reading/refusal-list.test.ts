import { beforeAll, describe, expect, test } from 'vitest';
import type { RefusalJson } from '../../lambda/reading/refusal-list.ts';
import { keyUses, type RefusalCount } from '../../lambda/stream/refusal.ts';
import { appKey } from '../../lambda/table/row-keys.ts';
import { DAY_MS } from '../../lambda/table/rows/expiry.ts';
import { useEngine } from '../table/engine.ts';
import { putAll } from '../table/put-all.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';
import {
  buildFurtherRefusalsRow,
  buildRefusal,
  buildRefusalCounterRow,
  buildRefusalRow,
  MINUTE,
} from './refusal-row.builder.ts';

const engine = useEngine();
const minute = (minutes: number): number => MINUTE + minutes * 60_000;
const toJson = (refusal: RefusalCount) => ({ ...refusal, at: new Date(refusal.at).toISOString() });

/** Reads all pages of a path. */
async function readAll(path: string, app = '*'): Promise<RefusalJson[][]> {
  const ask = await createReader(engine(), MINUTE, app);
  const pages: RefusalJson[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response = await ask(`${path}&cursor=${cursor}`);
    expect(response.statusCode, response.body).toBe(200);
    const body = jsonOf(response);
    pages.push(body.refusals);
    cursor = body.cursor;
  }
  return pages;
}

/** Ids of which some begin like others, with the character that sorts first; one that is a hash in keys; and none. */
const ids = ['cam', 'cam!', 'cam-1', '0/***', '"<b>', '\u202e東', 'ü'.repeat(300), null];
const apps = ['LiveApp', 'LiveApp!', 'My App', 'studio'];

/** The same refusals of each app, in the same minutes. */
const refusals = apps.flatMap((app) =>
  ids.flatMap((id) =>
    keyUses.flatMap((use) =>
      [0, -1, -61].map((minutes) => buildRefusal({ app, id, use, at: minute(minutes), count: 3 })),
    ),
  ),
);

/** Those beyond the limit of rows, beside others without an id in the same minutes. */
const further = refusals.filter(({ id, at }) => id === null && at === MINUTE).map((one) => ({ ...one, count: 9 }));
const all = [...refusals, ...further];

beforeAll(async () => {
  await putAll(engine().client, [
    ...apps.map((app) => ({ ...appKey(app), app: { S: app } })),
    ...refusals.map(buildRefusalRow),
    ...further.map(buildFurtherRefusalsRow),
    ...apps.flatMap((app) => [0, -61].map((minutes) => buildRefusalCounterRow({ app, at: minute(minutes) }))),
    buildRefusalRow({ app: 'studio', id: 'expired', at: MINUTE - 31 * DAY_MS }),
  ]);
});

describe('the refusals of all apps', () => {
  test.each([1, 2, 7, 100])('are listed once each, newest first, without what is not one, %d a page', async (limit) => {
    const listed = (await readAll(`/refusals?limit=${limit}`)).flat();
    expect(listed.map((refusal) => JSON.stringify(refusal)).toSorted()).toEqual(
      all.map((refusal) => JSON.stringify(toJson(refusal))).toSorted(),
    );
    expect(listed.map(({ at }) => at)).toEqual(
      listed
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
  });

  test('are listed once each while rows are added and counted between two pages', async () => {
    const ask = await createReader(engine(), MINUTE);
    const listed: RefusalJson[] = [];
    let cursor = '';
    for (let n = 0; cursor !== null; n++) {
      const body = jsonOf(await ask(`/refusals?limit=9&cursor=${cursor}`));
      listed.push(...body.refusals);
      ({ cursor } = body);
      await putAll(engine().client, [
        buildRefusalRow({ id: `later ${n}`, reason: 'expired', at: minute(5), count: n + 1 }),
      ]);
    }
    expect(listed).toHaveLength(all.length);
    expect(new Set(listed.map((refusal) => JSON.stringify(refusal))).size).toBe(all.length);
  });
});

describe('a token of one app', () => {
  test('sees only its refusals, whatever it asks for', async () => {
    const own = all.filter(({ app }) => app === 'LiveApp').length;
    const listed = (await readAll('/refusals?limit=100', 'LiveApp')).flat().filter(({ reason }) => reason === 'noKey');
    expect(listed).toHaveLength(own);
    expect(new Set(listed.map(({ app }) => app))).toEqual(new Set(['LiveApp']));
    expect(await readAll('/refusals?app=studio', 'LiveApp')).toEqual([[]]);
  });
});

test('app selects one', async () => {
  const listed = (await readAll('/refusals?app=My+App&limit=100')).flat();
  expect(new Set(listed.map(({ app }) => app))).toEqual(new Set(['My App']));
});

test.each([
  ['id=cam-1', '"id"'],
  ['limit=101', 'limit'],
  ['cursor=bGl2ZSMjIw', 'cursor'],
])('%s is a bad request', async (query, named) => {
  const ask = await createReader(engine(), MINUTE);
  const response = await ask(`/refusals?${query}`);
  expect(response.statusCode).toBe(400);
  expect(jsonOf(response).error).toContain(named);
});
