import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { MAX_RESPONSE_BYTES, ResponseBudget } from '../../lambda/reading/response-budget.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEngine } from '../table/engine.ts';
import { buildHook, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';

/** Lambda's maximum size of a response, in bytes. */
const MAX_LAMBDA_BYTES = 6_291_556;

const unit = fc.constantFrom('a', '"', '\\', '\u0001', 'é', '東', '😀', '\ud800');
const text = fc.string({ unit, minLength: 20, maxLength: 50 }).map((piece) => piece.repeat(2_000));
const rows = fc.array(fc.record({ text, at: fc.integer() }), { maxLength: 120, size: 'max' });
const bytesOf = (response: object) => Buffer.byteLength(JSON.stringify(response));

test('a budget takes as many rows as fit the whole response of a function', () => {
  const holds = (all: { text: string; at: number }[]) => {
    const fitting = new ResponseBudget().takeWhileFits(all);
    const next = all[fitting.length];
    const size = (some: object[]) => bytesOf({ body: JSON.stringify({ rows: some, cursor: null }) });
    expect(size(fitting)).toBeLessThan(MAX_RESPONSE_BYTES + 1_000);
    if (next !== undefined) expect(size([...fitting, next])).toBeGreaterThan(MAX_RESPONSE_BYTES - 1_000);
  };
  fc.assert(fc.property(rows, holds), { numRuns: 30, endOnFailure: true });
});

const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });

/** Returns a text of about this length in JSON, in bytes. */
function textOf(letter: () => string, bytes: number): string {
  const piece = Array.from({ length: 1_000 }, letter).join('');
  const times = bytes / Buffer.byteLength(JSON.stringify(piece));
  return Array.from({ length: Math.floor(times) }, () => Array.from({ length: 1_000 }, letter).join('')).join('');
}

let seed = 1;
function anyLetter(): string {
  seed = (seed * 48_271) % 2_147_483_647;
  return String.fromCodePoint(0x20 + (seed % 0xd7_00));
}

describe.each([
  { filled: 'with quotes, which JSON within JSON escapes again', app: 'Quotes', letter: () => '"' },
  { filled: 'with letters of every script, which no coding makes much smaller', app: 'Letters', letter: anyLetter },
])('an answer filled $filled, fits the response of a function', ({ app, letter }) => {
  const record = (fields: object | string, n: number) =>
    recorder.record(
      engine().streams,
      buildHook(typeof fields === 'string' ? { fields } : fields, app, RECEIVED_AT + n),
    );
  const numbers = (many: number) => Array.from({ length: many }, (_, n) => n);
  const recordAll = async (many: number, fieldsOf: (n: number) => object | string) => {
    for (const n of numbers(many)) await record(fieldsOf(n), n);
  };
  let ask: Awaited<ReturnType<typeof createReader>>;

  beforeAll(async () => {
    ask = await createReader(engine(), RECEIVED_AT + 10_000);
    const large = () => textOf(letter, 250_000);
    const aHost = (n: number) => ({ host: `host-${String(n).padStart(2, '0')}`, timestamp: NOW + n, large: large() });
    const aVod = (n: number) => ({ vodId: `v${n}`, vodName: textOf(letter, 31_000), timestamp: NOW + 1_000 + n });
    const anEnd = (n: number) => ({ id: `s${n}`, timestamp: NOW + n, metadata: textOf(letter, 120_000) });
    const oneStream = async () => {
      await recordAll(20, (n) => ({ action: 'playStarted', id: 'cam', timestamp: NOW + n, large: large() }));
      await recordAll(101, (n) => ({ action: 'vodReady', id: 'cam', ...aVod(n) }));
    };
    await Promise.all([
      recordAll(25, (n) => ({ action: 'highResourceUsage', ...aHost(n) })),
      recordAll(20, large),
      recordAll(45, (n) => ({ action: 'liveStreamEnded', ...anEnd(n) })),
      oneStream(),
    ]);
  }, 120_000);

  /** Uncompressed is the longest, and the fastest. */
  const fits = async (path: string, codings = ['', 'gzip', 'br']) => {
    const answers = await Promise.all(codings.map((coding) => ask(path, coding)));
    for (const answer of answers) {
      expect(answer.statusCode).toBe(200);
      expect(bytesOf(answer)).toBeLessThan(MAX_LAMBDA_BYTES);
    }
    const [json, ...others] = answers.map(jsonOf);
    for (const other of others) expect(other).toEqual(json);
    return json;
  };

  test.each([
    {
      path: `/servers?app=${app}`,
      list: 'servers',
      rows: numbers(25).map((n) => `host-${String(n).padStart(2, '0')}`),
      codings: ['', 'gzip', 'br'],
    },
    { path: `/quarantine?app=${app}`, list: 'quarantine', rows: numbers(20).map((n) => at(RECEIVED_AT + 19 - n)) },
    { path: `/streams?app=${app}&status=ended`, list: 'streams', rows: numbers(45).map((n) => `s${44 - n}`) },
    {
      path: `/streams?app=${app}&status=ended,failing&q=S`,
      list: 'streams',
      rows: numbers(45).map((n) => `s${44 - n}`),
    },
    {
      path: `/events?app=${app}`,
      list: 'events',
      rows: [...numbers(101).map(() => 'cam'), ...numbers(45).map((n) => `s${44 - n}`)],
    },
    { path: `/recordings?app=${app}`, list: 'recordings', rows: numbers(101).map(() => 'cam') },
    {
      path: `/stream/recordings?app=${app}&id=cam`,
      list: 'recordings',
      rows: numbers(101).map((n) => at(NOW + 1_100 - n)),
    },
    {
      path: `/stream/events?app=${app}&id=cam`,
      list: 'events',
      rows: [...numbers(101).map((n) => at(NOW + 1_100 - n)), ...numbers(20).map((n) => at(NOW + 19 - n))],
    },
  ])('and goes on behind it, each row once: $path', async ({ path, list, rows, codings = [''] }) => {
    const found: string[] = [];
    let pages = 0;
    let cursor = '';
    do {
      const json = await fits(`${path}&limit=100&cursor=${cursor}`, pages === 0 ? codings : ['']);
      for (const { host, id, at, receivedAt } of json[list]) found.push(host ?? id ?? at ?? receivedAt);
      cursor = json.cursor;
      pages += 1;
    } while (cursor !== null);
    expect(found).toEqual(rows);
    expect(pages).toBeGreaterThan(1);
  });

  test('of one stream, with some of each of its lists', async () => {
    const { recordings, events } = await fits(`/stream?app=${app}&id=cam`);
    expect(recordings.length).toBeGreaterThan(10);
    expect(recordings[0].vodId).toBe('v100');
    expect(events.length).toBeGreaterThan(10);
  });
});

function at(ms: number): string {
  return new Date(ms).toISOString();
}
