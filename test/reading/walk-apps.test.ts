import { describe, expect, test } from 'vitest';
import { allApps } from '../../lambda/reading/apps.ts';
import { listQuarantine } from '../../lambda/reading/quarantine.ts';
import { listRefusals } from '../../lambda/reading/refusal-list.ts';
import { listServers } from '../../lambda/reading/server-list.ts';
import { listStreams } from '../../lambda/reading/stream-list.ts';
import { encodeName } from '../../lambda/stream/names.ts';
import type { Status } from '../../lambda/stream/state.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { appKey, hostKey } from '../../lambda/table/row-keys.ts';
import { toQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { measureRequests } from '../dynamodb/request-costs.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, buildHook, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { readAllPages } from '../table/pages.ts';
import { putAll } from '../table/put-all.ts';
import { buildRefusalRow } from './refusal-row.builder.ts';

const APPS = 210;
const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];
const name = (n: number) => `app ${String(n).padStart(4, '0')}`;
const appRow = (app: string): Item => ({ ...appKey(app), app: { S: app } });

function stateOf(app: string, action: string, seconds: number): Item {
  const event = buildEvent({ action, id: `${action} ${app}`, timestamp: NOW + seconds * 1_000 }, app);
  return toStateRow(app, event.id, { state: fold(emptyState, event), version: 1, heartbeatReceivedAt: null });
}

/** An app with a stream that is live, and one that has ended; mostly the later the greater its number. */
const anApp = (n: number): Item[] => [
  appRow(name(n)),
  stateOf(name(n), 'liveStreamStarted', ((n * 37) % APPS) / 10),
  stateOf(name(n), 'liveStreamEnded', ((n * 53) % APPS) / 10),
];
const numbers = Array.from({ length: APPS }, (_, n) => n);

describe('of more than a hundred apps', () => {
  const engine = useEngine();
  const list = (limit: number, before?: string) =>
    listStreams(
      engine().streams,
      { apps: allApps(engine().streams, RECEIVED_AT), statuses, limit, before },
      RECEIVED_AT,
    );

  test('the streams are listed once each: by status, in groups of a hundred apps, newest first', async () => {
    await putAll(engine().client, numbers.flatMap(anApp));
    const hundreds = [numbers.slice(0, 100), numbers.slice(100, 200), numbers.slice(200)];
    const inOrder = (action: string, factor: number) => {
      const at = (n: number) => (n * factor) % APPS;
      return hundreds.flatMap((some) => some.toSorted((a, b) => at(b) - at(a)).map((n) => `${action} ${name(n)}`));
    };
    const expected = [...inOrder('liveStreamStarted', 37), ...inOrder('liveStreamEnded', 53)];
    for (const limit of [70, 100]) {
      const pages = await readAllPages((before) => list(limit, before));
      expect(pages.flatMap(({ streams }) => streams.map(({ id }) => id))).toEqual(expected);
    }
  });

  test('a stream is listed once although apps appear between two pages, before, beside and behind it', async () => {
    const found: string[] = [];
    let n = 0;
    await readAllPages(async (before) => {
      const page = await list(40, before);
      found.push(...page.streams.map(({ id }) => id));
      for (const app of [`a new one ${n}`, `${name((n * 71) % APPS)} new`, `z new ${n}`])
        await putAll(engine().client, [appRow(app), stateOf(app, 'liveStreamStarted', 50 + n)]);
      n += 1;
      return page;
    });
    const old = found.filter((id) => !id.includes('new'));
    expect(old.toSorted()).toEqual(
      numbers.flatMap((each) => [`liveStreamStarted ${name(each)}`, `liveStreamEnded ${name(each)}`]).toSorted(),
    );
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('of more apps than one answer reads', () => {
  const engine = useEngine();
  const many = Array.from({ length: 410 }, (_, n) => name(n));
  const [last = ''] = many.slice(-1);

  test('a page reads 400 of them, however little it finds, and the next one continues', async () => {
    const { client, streams: table } = engine();
    const apps = allApps(table, RECEIVED_AT);
    const hook = buildHook({}, last);
    if (hook.type !== 'unreadable') throw new Error('expected a hook that cannot be read');
    await putAll(client, [
      ...many.map(appRow),
      stateOf(last, 'liveStreamStarted', 1),
      toQuarantineRow(hook, 30),
      buildRefusalRow({ app: last }),
      { ...hostKey(last, 'media-1'), host: { S: 'media-1' } },
    ]);
    for (const list of [
      async (before?: string) =>
        listStreams(table, { apps, statuses: ['live', 'ended'], limit: 50, before }, RECEIVED_AT),
      async (before?: string) => listQuarantine(table, { apps, limit: 50, before }, RECEIVED_AT),
      async (before?: string) => listRefusals(table, { apps, limit: 50, before }, RECEIVED_AT),
      async (before?: string) => listServers(table, { apps, limit: 50, before }, RECEIVED_AT),
    ]) {
      const found: unknown[] = [];
      const pages = await readAllPages(async (before) => {
        let page: Awaited<ReturnType<typeof list>> = { cursor: null, streams: [] };
        const { units } = await measureRequests(client, async () => {
          page = await list(before);
        });
        expect(units.length).toBeLessThanOrEqual(420);
        found.push(...Object.values(page).flatMap((rows) => (Array.isArray(rows) ? rows : [])));
        return page;
      });
      expect(found).toMatchObject([{ app: last }]);
      expect(pages.length).toBeLessThanOrEqual(3);
    }
  });

  test('a group that has grown to all of them is read in parts, and none is left out', async () => {
    const apps = allApps(engine().streams, RECEIVED_AT);
    const groups: string[][] = [];
    for (let after = ''; groups.flat().length < many.length; ) {
      const group = await apps(after, encodeName('app 9'));
      groups.push([...group.names]);
      after = group.last;
    }
    expect(groups.flat()).toEqual(many);
    expect(groups.map(({ length }) => length)).toEqual([300, many.length - 300]);
  });
});
