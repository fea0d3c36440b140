import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBackfillCommand } from '../../../cli/backfill/backfill-command.ts';
import { computeBackfillPrice } from '../../../cli/backfill/backfill-price.ts';
import { backfillTable } from '../../../cli/backfill/backfill-table.ts';
import { forgetStreams } from '../../../cli/forget/forget-streams.ts';
import { actions } from '../../../lambda/hook/actions.ts';
import type { StreamEvent } from '../../../lambda/stream/event.ts';
import { completeSince, readCoverage, writeCoverage } from '../../../lambda/table/coverage.ts';
import { toEventRow } from '../../../lambda/table/rows/event-row.ts';
import { toPresumedEndRow } from '../../../lambda/table/rows/presumed-end-row.ts';
import type { Item } from '../../../lambda/table/table.ts';
import { connect, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { emptyTable } from '../../sweeping/empty-table.ts';
import { useEngine } from '../../table/engine.ts';
import { buildEvent, buildHook } from '../../table/event.builder.ts';
import { putAll } from '../../table/put-all.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const engine = useEngine();
const HISTORY_DAYS = 62;
const OLD_DAYS = 30;
const DAY = 86_400_000;
const now = Date.now();
const tables = { streams: STREAMS_TABLE, tokens: TOKENS_TABLE, notifications: undefined };
const connection = (client: DynamoDBClient) => ({ client, tables, url: undefined, name: 'the tests' });
const backfill = (client = engine().client) =>
  backfillTable(connection(client), { historyDays: HISTORY_DAYS }, () => {});

const ids = ['cam-1', '0/tëst#?x=1 %2F', 'ü'.repeat(400)];

/** An event of each action, and of one that no release knows, of some streams and apps. */
const events: StreamEvent[] = [...Object.keys(actions), 'unheardOf'].flatMap((action, n) =>
  ids.flatMap((id, m) => {
    const receivedAt = now - (n + m) * DAY;
    const fields = { action, id, mainTrackId: id, timestamp: receivedAt - n * 3_600_000, vodId: `v${n}`, n };
    const hook = buildHook(fields, m === 0 ? 'LiveApp' : 'Ä/#', receivedAt);
    return hook.type === 'stream' ? [hook] : [];
  }),
);
const ends = ids.map((id) => ({ app: 'LiveApp', id, at: now - DAY, cause: 'silence', receivedAt: now }) as const);
const freshRows = (historyDays: number, byDay = true) => [
  ...events.map((event) => toEventRow(event, historyDays, byDay)),
  ...ends.map((end) => toPresumedEndRow(end, historyDays, byDay)),
];

/** A row as the release before wrote it: not in the index, and stored for as long as it is listed. */
function asBefore({ statusKey: _key, statusPosition: _position, listedUntil, expiresAt, ...row }: Item): Item {
  if (expiresAt === undefined) return { ...row, ...(listedUntil && { listedUntil }) };
  return { ...row, expiresAt: listedUntil ?? expiresAt };
}

const keyOf = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
const byKey = (rows: readonly Item[]) => rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

async function scan(): Promise<Item[]> {
  const rows: Item[] = [];
  const pages = paginateScan({ client: engine().client }, { TableName: STREAMS_TABLE });
  for await (const { Items = [] } of pages) rows.push(...Items);
  return byKey(rows.filter(({ pk }) => pk?.S !== 'coverage'));
}

/** Returns a client that calls back before each command of a name. */
function clientWith(command: string, before: (count: number) => void | Promise<void>): DynamoDBClient {
  const client = connect(engine().endpoint);
  let count = 0;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (commandName === command) await before(++count);
        return next(args);
      },
    { step: 'initialize', name: 'before' },
  );
  return client;
}

describe('a backfill', () => {
  beforeEach(() => emptyTable(engine().client));

  test('makes each row of an older release one that this release writes, and changes no other', async () => {
    const state = { pk: { S: 'stream#LiveApp#cam-1' }, sk: { S: 'state' }, statusKey: { S: 'LiveApp#live' } };
    await putAll(engine().client, [...freshRows(OLD_DAYS).map(asBefore), state]);
    const listed = (await backfill()).listed;
    expect(await scan()).toEqual(byKey([...freshRows(OLD_DAYS), state]));
    expect(listed).toBe(freshRows(OLD_DAYS).filter(({ statusKey }) => statusKey !== undefined).length);
    expect(await backfill()).toMatchObject({ listed: 0 });
  });

  test('lists rows that this release wrote without the setting', async () => {
    await putAll(engine().client, freshRows(HISTORY_DAYS, false));
    await backfill();
    expect(await scan()).toEqual(byKey(freshRows(HISTORY_DAYS)));
  });

  test('that is ended anywhere is completed by the next one, which alone says that all is listed', async () => {
    const before = { since: now, historyDays: HISTORY_DAYS, unknownBefore: now };
    const updates = freshRows(OLD_DAYS).filter(({ statusKey }) => statusKey !== undefined).length;
    await putAll(engine().client, freshRows(OLD_DAYS).map(asBefore));
    await writeCoverage(engine().streams, before, undefined);
    for (const most of [0, 1, 7]) {
      const killed = clientWith('UpdateItemCommand', (count) => {
        if (count > most) throw new Error('ended here');
      });
      await expect(backfill(killed)).rejects.toThrow('ended here');
      killed.destroy();
      expect(await readCoverage(engine().streams)).toEqual(before);
    }
    const { listed } = await backfill();
    expect(listed).toBeLessThan(updates);
    expect(await scan()).toEqual(byKey(freshRows(OLD_DAYS)));
    const coverage = await readCoverage(engine().streams);
    expect(coverage).toEqual({ since: 0, historyDays: HISTORY_DAYS, shorter: { until: now, days: OLD_DAYS } });
    expect(coverage && completeSince(coverage, now)).toBe(now - OLD_DAYS * DAY);
  });

  test('says nothing when what is listed changes meanwhile', async () => {
    await putAll(engine().client, freshRows(OLD_DAYS).map(asBefore));
    const before = { since: now, historyDays: HISTORY_DAYS, unknownBefore: now };
    await writeCoverage(engine().streams, before, undefined);
    const client = clientWith('UpdateItemCommand', async (count) => {
      if (count === 1) await writeCoverage(engine().streams, { ...before, since: null }, before);
    });
    await expect(backfill(client)).rejects.toThrow('run it again');
    client.destroy();
    expect(await readCoverage(engine().streams)).toEqual({ ...before, since: null });
  });

  test('is refused while the release before may still write, and says until when', async () => {
    await putAll(engine().client, freshRows(OLD_DAYS).map(asBefore));
    const since = Date.now() + 600_000;
    await writeCoverage(engine().streams, { since, historyDays: HISTORY_DAYS, unknownBefore: since }, undefined);
    await expect(backfill()).rejects.toThrow(`expected one of ${new Date(since).toISOString()} or later`);
    expect(await scan()).toEqual(byKey(freshRows(OLD_DAYS).map(asBefore)));
  });

  test('brings no row of a stream back that is forgotten meanwhile', async () => {
    const stream = { app: 'LiveApp', id: 'cam-1' };
    await putAll(engine().client, freshRows(OLD_DAYS).map(asBefore));
    const table = { client: engine().client, name: STREAMS_TABLE, notifications: undefined };
    const client = clientWith('UpdateItemCommand', async (count) => {
      if (count === 1) await forgetStreams(table, [stream], 0);
    });
    await backfill(client);
    client.destroy();
    const partition = toEventRow(buildEvent({ ...stream, action: 'playStarted' }, stream.app), 1, true).pk?.S;
    expect(await scan()).toEqual(byKey(freshRows(OLD_DAYS).filter(({ pk }) => pk?.S !== partition)));
  });

  test('leaves rows that have expired, but are not deleted yet', async () => {
    const old = buildEvent(
      { action: 'liveStreamStarted', id: 'cam', timestamp: now - 40 * DAY },
      'LiveApp',
      now - 40 * DAY,
    );
    const row = asBefore(toEventRow(old, OLD_DAYS, true));
    await putAll(engine().client, [row]);
    expect(await backfill()).toMatchObject({ scanned: 1, listed: 0 });
    expect(await scan()).toEqual([row]);
  });
});

test('a forgotten stream has no entry in the index', async () => {
  await emptyTable(engine().client);
  await putAll(engine().client, freshRows(HISTORY_DAYS));
  const table = { client: engine().client, name: STREAMS_TABLE, notifications: undefined };
  for (const id of ids) for (const app of ['LiveApp', 'Ä/#']) await forgetStreams(table, [{ app, id }], 0);
  const index = paginateScan({ client: engine().client }, { TableName: STREAMS_TABLE, IndexName: 'byStatus' });
  for await (const { Items } of index) expect(Items).toEqual([]);
});

test.each([
  { items: 0, bytes: 0, dollars: 0 },
  { items: 1_000_000, bytes: 1e9, dollars: 1.89 },
])('a backfill of $items items and $bytes bytes costs at most $dollars dollars', ({ dollars, ...size }) => {
  expect(computeBackfillPrice(size).dollars).toBeCloseTo(dollars, 2);
});

describe('npm run backfill', () => {
  const folder = useTempFolder('backfill');
  const local = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    runInProcess(createBackfillCommand(), args, { DATA_DIR: join(folder, 'data'), ...env });

  beforeAll(async () => {
    const database = await startDatabase(join(folder, 'data'));
    const client = connect(database.endpoint);
    await putAll(client, freshRows(OLD_DAYS).map(asBefore));
    client.destroy();
    await database.close();
  });

  test('asks first, unless --yes says so, and is free on this machine', async () => {
    expect(await local({})).toMatchObject({ code: 1, stderr: expect.stringContaining('expected --yes') });
    const { code, stdout } = await local({}, '--yes', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { scanned: expect.any(Number), listed: expect.any(Number), maxDollars: 0 },
    ]);
    expect(JSON.parse(stdout).listed).toBeGreaterThan(10);
    expect((await local({}, '--yes')).stdout).toMatch(/costs nothing\.\nRead \d+ items of .*, and listed 0 rows: /);
  });

  test('is refused where the setting byDay is off', async () => {
    const SETTINGS = join(folder, 'settings.json');
    writeFileSync(SETTINGS, JSON.stringify({ byDay: false }));
    expect(await local({ SETTINGS }, '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/byDay of .*: received false, expected true: switch it on/),
    });
  });

  describe('of a deployment', () => {
    let cloudFormation: FakeCloudFormation;
    let variables: Record<string, string> = {};
    beforeAll(async () => {
      const outputs = {
        ApiUrl: 'https://api.example.com',
        StreamsTableName: STREAMS_TABLE,
        TokensTableName: TOKENS_TABLE,
      };
      cloudFormation = await startFakeCloudFormation((action, stack) => {
        if (action !== 'GetTemplate') return stackDescription(stack, outputs);
        const Receiver = functionWith(variables);
        const Reader = functionWith({ BY_DAY: 'false' });
        const Authoriser = functionWith({ HISTORY_DAYS: '1' });
        return `<TemplateBody>${JSON.stringify({ Resources: { Reader, Authoriser, Receiver } })}</TemplateBody>`;
      });
    });
    afterAll(() => cloudFormation.close());

    const functionWith = (Variables: Record<string, string>) => ({
      Type: 'AWS::Lambda::Function',
      Properties: { Environment: { Variables } },
    });

    async function deployed(deployedVariables: Record<string, string>, ...args: string[]) {
      variables = deployedVariables;
      const { accessKeyId } = await engine().client.config.credentials();
      const env = {
        ...cloudFormation.env,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_ENDPOINT_URL_DYNAMODB: engine().endpoint,
      };
      return runInProcess(createBackfillCommand(), ['--stack', 'Hooks', ...args], env);
    }

    test('says what it costs at most before it begins', async () => {
      const { code, stdout } = await deployed({ BY_DAY: 'true', HISTORY_DAYS: '62' }, '--yes');
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^The table of the stack Hooks has \d+ items? and [\d.]+ MB, as DynamoDB counted up to 6 hours ago\. This costs at most \$\d+\.\d\d /,
      );
    });

    test.each([
      { what: 'the setting is off', with: { BY_DAY: 'false', HISTORY_DAYS: '62' }, says: 'switch it on, and deploy,' },
      { what: 'an older release is deployed', with: {}, says: 'run npm run deploy first' },
    ])('is refused where $what', async ({ with: deployedVariables, says }) => {
      const { code, stderr } = await deployed(deployedVariables, '--yes');
      expect([code, stderr]).toEqual([1, expect.stringContaining(says)]);
    });
  });
});
