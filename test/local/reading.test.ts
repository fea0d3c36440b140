import { beforeAll, describe, expect, test } from 'vitest';
import { type Scope, scopes } from '../../lambda/tokens/token.ts';
import { readRunningFile } from '../../local/data-dir/data-dir.ts';
import { connect } from '../../local/database/database.ts';
import { TOKENS_TABLE } from '../../local/database/embedded-tables.ts';
import { TokenTable } from '../../local/token-table.ts';
import { normalizeResponse } from '../normalize-response.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { useReceiver } from './use-receiver.ts';

const dataDir = useTempFolder('reading');
const receiver = useReceiver(dataDir);

const NOW = Date.now();
const iso = (at: number) => new Date(at).toISOString();
const ids = (streams: { app: string; id: string }[]) => streams.map(({ app, id }) => `${app}/${id}`);

/** Creates a token as `npm run tokens` does while the receiver runs. */
async function tokenOf(app: string, scope: Scope, expiresAt: number | null = null): Promise<string> {
  const client = connect(readRunningFile(dataDir)?.dynamodb ?? '');
  const secret = `${app}-${scope}-${Math.random()}`;
  await new TokenTable(client, TOKENS_TABLE).create(secret, {
    app,
    scopes: [scope],
    label: 'test',
    createdAt: NOW,
    expiresAt,
  });
  client.destroy();
  return secret;
}

const as = (token: string) => ({ authorization: `Bearer ${token}` });

describe('the list of streams', () => {
  beforeAll(async () => {
    const hooks: [string, object][] = [];
    for (const n of [1, 2, 3]) {
      const at = NOW - 300_000 + n * 1_000;
      hooks.push(['A', { action: 'liveStreamStarted', id: `live-${n}`, timestamp: at }]);
      hooks.push(['B', { action: 'liveStreamStarted', id: `live-${n}`, timestamp: at + 500 }]);
      hooks.push(['A', { action: 'liveStreamEnded', id: `ended-${n}`, timestamp: at }]);
      hooks.push(['B', { action: 'vodReady', id: `unknown-${n}`, vodId: `v${n}`, timestamp: at }]);
    }
    hooks.push(['A', { action: 'liveStreamStatus', id: 'inferred', timestamp: NOW - 298_800 }]);
    hooks.push(['A', { action: 'liveStreamStatus', id: 'inferred', timestamp: NOW - 298_700 }]);
    for (const [app, hook] of hooks) await receiver.postHook(app, hook);
  });

  const inOrder = [
    ...['B/live-3', 'A/live-3', 'B/live-2', 'A/live-2', 'B/live-1', 'A/inferred', 'A/live-1'],
    ...['A/ended-3', 'A/ended-2', 'A/ended-1', 'B/unknown-3', 'B/unknown-2', 'B/unknown-1'],
  ];

  test('is sorted by status, newest first within each, over all apps', async () => {
    const { json } = await receiver.read('/streams');
    expect(ids(json.streams)).toEqual(inOrder);
    expect(json.cursor).toBeNull();
  });

  test.each([1, 2, 3, 4, 6, 12, 13])('lists each stream once in pages of %i', async (limit) => {
    const pages: string[][] = [];
    let cursor = '';
    do {
      const { json } = await receiver.read(`/streams?limit=${limit}&cursor=${cursor}`);
      pages.push(ids(json.streams));
      cursor = json.cursor;
    } while (cursor !== null);
    expect(pages.flat()).toEqual(inOrder);
    expect(pages).toHaveLength(Math.ceil(inOrder.length / limit));
  });

  test('is filtered by app and status', async () => {
    expect(ids((await receiver.read('/streams?app=A&status=live')).json.streams)).toEqual([
      'A/live-3',
      'A/live-2',
      'A/inferred',
      'A/live-1',
    ]);
    expect(ids((await receiver.read('/streams?status=unknown&app=')).json.streams)).toEqual([
      'B/unknown-3',
      'B/unknown-2',
      'B/unknown-1',
    ]);
    expect((await receiver.read('/streams?status=presumedEnded')).json).toEqual({ streams: [], cursor: null });
    expect((await receiver.read('/streams?app=C')).json).toEqual({ streams: [], cursor: null });
  });

  test('continues where it was when the table changes between two pages', async () => {
    const first = (await receiver.read('/streams?app=A&limit=2')).json;
    await receiver.postHook('A', { action: 'liveStreamEnded', id: 'live-3', timestamp: NOW - 1_000 });
    await receiver.postHook('A', { action: 'liveStreamStarted', id: 'live-4', timestamp: NOW - 1_000 });
    const rest = (await receiver.read(`/streams?app=A&cursor=${first.cursor}`)).json;
    expect(ids([...first.streams, ...rest.streams]).filter((id) => id !== 'A/live-3')).toEqual(
      inOrder.filter((id) => id.startsWith('A/') && id !== 'A/live-3'),
    );
    await receiver.postHook('A', { action: 'liveStreamStarted', id: 'live-3', timestamp: NOW - 297_000 + 297_500 });
  });
});

describe('the list of servers', () => {
  const hosts = ['S1/10.0.0.1', 'S1/10.0.0.10', 'S1/media 2', 'S1 b/10.0.0.1', 'S2/10.0.0.1'];
  const names = (servers: { app: string; host: string }[]) =>
    servers.map(({ app, host }) => `${app}/${host}`).filter((name) => name.startsWith('S'));

  beforeAll(async () => {
    for (const name of hosts.toReversed()) {
      const [app = '', host] = name.split('/');
      await receiver.postHook(encodeURIComponent(app), { action: 'highResourceUsage', host, timestamp: NOW - 5_000 });
    }
  });

  test.each([1, 2, 3, 100])('is sorted by app and host, each once in pages of %i', async (limit) => {
    const found: string[] = [];
    let cursor = '';
    do {
      const { json } = await receiver.read(`/servers?limit=${limit}&cursor=${cursor}`);
      expect(json.servers.length).toBeLessThanOrEqual(limit);
      found.push(...names(json.servers));
      cursor = json.cursor;
    } while (cursor !== null);
    expect(found).toEqual(hosts);
  });

  test('has the newest 50 events of each host', async () => {
    for (let n = 0; n < 60; n++)
      await receiver.postHook('Alarms', {
        action: 'highResourceUsage',
        host: 'h',
        timestamp: NOW - 60_000 + n * 1_000,
      });
    const [server] = (await receiver.read('/servers?app=Alarms')).json.servers;
    expect(server).toMatchObject({ lastEvent: { kind: 'highResourceUsage', at: iso(NOW - 1_000) } });
    expect(server.events.map(({ at }: { at: string }) => at)).toEqual(
      Array.from({ length: 50 }, (_, n) => iso(NOW - 1_000 - n * 1_000)),
    );
  });

  test('continues behind a host that no longer exists', async () => {
    const never = Buffer.from('servers##S2#S1#10.0.0.2').toString('base64url');
    expect(names((await receiver.read(`/servers?cursor=${never}`)).json.servers)).toEqual(hosts.slice(2));
  });
});

describe('an invalid parameter gets 400', () => {
  const ofStreams = 'a parameter of this name, expected one of app, status, q, room, limit, cursor';
  test.each([
    ['/streams?state=ended', `"state": received ${ofStreams}`],
    ['/streams?Status=live', `"Status": received ${ofStreams}`],
    ['/streams?query=R', `"query": received ${ofStreams}`],
    ['/streams?app=A&=x', `"": received ${ofStreams}`],
    ['/streams?from=2026-11-02', `"from": received ${ofStreams}`],
    ['/streams?constructor=x', `"constructor": received ${ofStreams}`],
    ['/streams?app=A&app=A', 'app: received it 2 times, expected it once'],
    ['/streams?limit=&limit=1', 'limit: received it 2 times, expected it once'],
    ['/stream', 'app: received nothing, expected the app of a stream, as in ?app=LiveApp&id=cam-1'],
    ['/stream?app=A', 'id: received nothing, expected the id of a stream, as in ?app=LiveApp&id=cam-1'],
    ['/stream?app=&id=x', 'app: received nothing, expected the app of a stream, as in ?app=LiveApp&id=cam-1'],
    ['/stream?app=A&id=x&limit=1', '"limit": received a parameter of this name, expected one of app, id'],
    ['/stream/events?app=A', 'id: received nothing, expected the id of a stream, as in ?app=LiveApp&id=cam-1'],
    [
      '/stream/events?app=A&id=x&state=y',
      '"state": received a parameter of this name, expected one of app, id, action, from, to, limit, cursor',
    ],
    ['/streams/A/live-1?app=A', '"app": received a parameter of this name, expected no parameter'],
    [
      '/streams/A/live-1/events?app=A',
      '"app": received a parameter of this name, expected one of action, from, to, limit, cursor',
    ],
    ['/servers?id=1', '"id": received a parameter of this name, expected one of app, limit, cursor'],
    ['/servers?limit=101', 'limit: received "101", expected a whole number from 1 to 100'],
    ['/servers?cursor=garbage', 'cursor: received "garbage", expected the cursor of an earlier page'],
    ['/quarantine?id=1', '"id": received a parameter of this name, expected one of app, limit, cursor'],
    ['/streams?limit=0', 'limit: received "0", expected a whole number from 1 to 100'],
    ['/streams?limit=101', 'limit: received "101", expected a whole number from 1 to 100'],
    ['/streams?limit=ten', 'limit: received "ten", expected a whole number from 1 to 100'],
    ['/streams?limit=1.5', 'limit: received "1.5", expected a whole number from 1 to 100'],
    [
      '/streams?status=Live',
      'status: received "Live", expected one of live, presumedEnded, ended, unknown, stale, failing, or several with commas',
    ],
    ['/streams?cursor=garbage', 'cursor: received "garbage", expected the cursor of an earlier page'],
    ['/streams/A/live-1/events?cursor=aGVsbG8', 'cursor: received "aGVsbG8", expected the cursor of an earlier page'],
    [
      '/streams?cursor=ZW5kZWQjbm93aGVyZQ',
      'cursor: received "ZW5kZWQjbm93aGVyZQ", expected the cursor of an earlier page',
    ],
    ['/quarantine?limit=-1', 'limit: received "-1", expected a whole number from 1 to 100'],
  ])('%s', async (path, error) => {
    expect(await receiver.read(path)).toMatchObject({ status: 400, json: { error } });
  });

  test('without the value of an unknown one: it may be a token', async () => {
    expect((await receiver.read('/streams?token=s3cr3t')).text).not.toContain('s3cr3t');
  });

  test('except on /, whose query belongs to the board', async () => {
    expect((await receiver.request('/?page=stream&app=A&id=x')).status).toBe(200);
  });

  test('but a known one that is empty counts as absent', async () => {
    const { text } = await receiver.read('/streams?app=A&status=&limit=&cursor=');
    expect(normalizeResponse(text)).toBe(normalizeResponse((await receiver.read('/streams?app=A')).text));
  });
});

test('a cursor of another list gets 400', async () => {
  const { cursor: ofEnded } = (await receiver.read('/streams?app=A&status=ended&limit=1')).json;
  const { cursor: ofEvents } = (await receiver.read('/streams/A/live-3/events?limit=1')).json;
  for (const path of [
    `/streams?status=live&cursor=${ofEnded}`,
    `/streams?cursor=${ofEvents}`,
    `/streams/A/live-3/events?cursor=${ofEnded}`,
  ]) {
    expect((await receiver.read(path)).status).toBe(400);
  }
});

describe('a token', () => {
  const paths = [
    ...['/streams', '/streams/A/live-1', '/streams/A/live-1/events', '/servers', '/quarantine'],
    ...['/stream?app=A&id=live-1', '/stream/events?app=A&id=live-1'],
  ];

  test.each(paths)('is required for %s', async (path) => {
    const refused = [
      {},
      as('unknown'),
      as(await tokenOf('*', 'hooks')),
      as(await tokenOf('*', 'read', NOW - 1_000)),
      { authorization: 'Basic abc' },
    ];
    const answers = await Promise.all(refused.map((headers) => receiver.request(path, { headers })));
    for (const { status, text } of answers) expect({ status, text }).toEqual({ status: 401, text: answers[0]?.text });
    expect((await receiver.read(path)).status).toBe(200);
  });

  test('is checked before anything else', async () => {
    for (const path of ['/stream', '/streams?room=R', '/streams?limit=0'])
      expect((await receiver.request(path)).status).toBe(401);
  });

  test('is told whose the data is in the answer of the counts, and nobody else', async () => {
    const name = async (path: string, token: string) =>
      (await receiver.request(path, { headers: as(token) })).headers.get('receiver');
    expect(await name('/counts', await tokenOf('A', 'read'))).toBe('this machine');
    expect(await name('/counts', await tokenOf('*', 'hooks'))).toBe(null);
    expect(await name('/streams', receiver.token)).toBe(null);
  });

  test('of one app sees only that app', async () => {
    await receiver.postHook('B', '?');
    await receiver.postHook('B', { action: 'highResourceUsage', host: 'b' });
    const b = as(await tokenOf('B', 'read'));
    const a = as(await tokenOf('A', 'read'));
    expect(ids((await receiver.read('/streams', b)).json.streams).every((id) => id.startsWith('B/'))).toBe(true);
    expect((await receiver.read('/streams?app=A', b)).json).toEqual({ streams: [], cursor: null });
    for (const form of [
      '/streams/APP/live-1',
      '/streams/APP/live-1/events',
      '/stream?app=APP&id=live-1',
      '/stream/events?app=APP&id=live-1',
    ]) {
      const [elsewhere, nowhere] = [form.replace('APP', 'A'), form.replace('APP', 'nobody')];
      const { status, text } = await receiver.read(elsewhere, b);
      expect({ status, text }).toEqual({ status: 404, text: (await receiver.read(nowhere)).text });
    }
    expect((await receiver.read('/servers', b)).json.servers).toMatchObject([{ app: 'B', host: 'b' }]);
    expect((await receiver.read('/servers', a)).json).toEqual({ servers: [], cursor: null });
    expect((await receiver.read('/quarantine', b)).json.quarantine).toMatchObject([{ app: 'B', body: '?' }]);
    expect((await receiver.read('/quarantine', a)).json).toEqual({ quarantine: [], cursor: null });
  });

  test('for hooks works only for hooks, and only for its own app', async () => {
    const token = await tokenOf('A', 'hooks');
    const post = (path: string) =>
      receiver.request(path, { method: 'POST', body: JSON.stringify({ action: 'vodReady', id: 'x', timestamp: NOW }) });
    expect((await post(`/hooks/A/${token}`)).json).toEqual({ outcome: 'recorded' });
    const refused = [
      `/hooks/B/${token}`,
      `/hooks/*/${token}`,
      `/hooks/A/${await tokenOf('*', 'read')}`,
      `/hooks/A/${await tokenOf('A', 'hooks', NOW - 1)}`,
    ];
    const answers = await Promise.all(refused.map(post));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('has one or more of these scopes', () => expect(scopes).toEqual(['hooks', 'read', 'authorize']));
});

describe('one stream', () => {
  test('lists its sessions, recordings, tracks and events, newest first', async () => {
    const at = NOW - 200_000;
    for (const hook of [
      { action: 'liveStreamStarted', id: 'cam', timestamp: at },
      { action: 'liveStreamEnded', id: 'cam', timestamp: at + 10_000 },
      { action: 'vodReady', id: 'cam', vodId: 'v1', vodName: 'cam', duration: '10000', timestamp: at + 9_990 },
      { action: 'vodReady', id: 'cam', vodId: 'v2', vodName: 'cam_1', timestamp: at + 20_000 },
      { action: 'vodReady', id: 'cam', vodId: 'v1', vodName: 'cam', duration: '10001', timestamp: at + 30_000 },
      { action: 'liveStreamStarted', id: 'cam', timestamp: at + 40_000 },
      { action: 'liveStreamStarted', id: 'cam', timestamp: at + 50_000 },
      { action: 'liveStreamStatus', id: 'cam', timestamp: at + 55_000, width: '640', speed: 'NaN' },
    ]) {
      await receiver.postHook('One', hook);
    }
    const { json } = await receiver.read('/streams/One/cam');
    expect(json).toMatchObject({
      status: 'live',
      stale: false, // however old its clock is, it was received just now
      startedAt: iso(at + 50_000),
      endedAt: null,
      healthHistory: [json.health],
      tracks: [],
    });
    expect(json.durationMs).toBeGreaterThanOrEqual(150_000);
    expect(json.health).toMatchObject({ width: 640, height: null, speed: null });
    expect(json.recordings).toEqual([
      { vodId: 'v1', name: 'cam', durationMs: 10001, at: iso(at + 30_000) },
      { vodId: 'v2', name: 'cam_1', durationMs: null, at: iso(at + 20_000) },
    ]);
    expect(json.sessions).toEqual([
      { startedAt: iso(at + 50_000), endedAt: null, durationMs: json.durationMs, endReason: null },
      { startedAt: iso(at + 40_000), endedAt: iso(at + 50_000), durationMs: 10_000, endReason: 'superseded' },
      { startedAt: iso(at), endedAt: iso(at + 10_000), durationMs: 10_000, endReason: 'ended' },
    ]);
    expect(json.events).toHaveLength(7);
    expect(json.events[0]).toEqual({
      action: 'liveStreamStarted',
      at: iso(at + 50_000),
      receivedAt: expect.any(String),
      outcome: 'recorded',
      fields: { action: 'liveStreamStarted', id: 'cam', timestamp: at + 50_000 },
    });
  });

  test.each([1, 3, 7, 40])('lists its history in pages of %i', async (limit) => {
    const id = `history-${limit}`;
    const actions = ['liveStreamStarted', 'vodReady', 'playStarted', 'liveStreamEnded', 'publishTimeoutError'];
    const hooks = Array.from({ length: 24 }, (_, n) => ({
      action: actions[n % 5],
      id,
      vodId: `v${n}`,
      timestamp: NOW - 100_000 + n,
    }));
    for (const hook of hooks) await receiver.postHook('One', hook);
    const events: { at: string }[] = [];
    let cursor = '';
    do {
      const { json } = await receiver.read(`/streams/One/${id}/events?limit=${limit}&cursor=${cursor}`);
      expect(json.events.length).toBeLessThanOrEqual(limit);
      events.push(...json.events);
      cursor = json.cursor;
    } while (cursor !== null);
    expect(events.map(({ at }) => at)).toEqual(hooks.map(({ timestamp }) => iso(timestamp)).reverse());
  });

  test('lists at most the newest 100 of each kind', async () => {
    for (let n = 0; n < 130; n++) {
      const timestamp = NOW - 1_000_000 + n * 1_000;
      await Promise.all([
        receiver.postHook('Many', { action: 'liveStreamStarted', id: 'room', timestamp }),
        receiver.postHook('Many', { action: 'vodReady', id: 'room', vodId: `v${n}`, timestamp }),
        receiver.postHook('Many', {
          action: 'subtrackAddedInTheMainTrack',
          id: `p${n}`,
          mainTrackId: 'room',
          timestamp,
        }),
      ]);
    }
    const { json } = await receiver.read('/streams/Many/room');
    expect([json.sessions.length, json.recordings.length, json.tracks.length, json.events.length]).toEqual([
      100, 100, 100, 50,
    ]);
    expect([json.recordings[0].vodId, json.recordings[99].vodId]).toEqual(['v129', 'v30']);
    expect([json.tracks[0].id, json.tracks[99].id]).toEqual(['p129', 'p30']);
    expect(json.sessions[99].startedAt).toBe(iso(NOW - 1_000_000 + 30_000));
  });

  test.each([
    '/streams/One/nobody',
    '/streams/One/nobody/events',
    '/stream?app=One&id=nobody',
    '/stream/events?app=One&id=nobody',
  ])('that does not exist gets 404: %s', async (path) => {
    const error = 'stream not found';
    expect(await receiver.read(path)).toMatchObject({ status: 404, json: { error } });
  });

  test('is the same by path and by query', async () => {
    for (const [path, query] of [
      ['/streams/One/cam', '/stream?app=One&id=cam'],
      ['/streams/One/cam/events?limit=2', '/stream/events?app=One&id=cam&limit=2'],
    ] as const)
      expect(normalizeResponse((await receiver.read(query)).text)).toBe(
        normalizeResponse((await receiver.read(path)).text),
      );
    const { cursor } = (await receiver.read('/stream/events?app=One&id=cam&limit=2')).json;
    const next = `limit=2&cursor=${cursor}`;
    expect((await receiver.read(`/stream/events?app=One&id=cam&${next}`)).json).toEqual(
      (await receiver.read(`/streams/One/cam/events?${next}`)).json,
    );
  });
});

describe('an answer', () => {
  const ofConnection = ['date', 'connection', 'keep-alive'];

  test('has a weak ETag that ignores running durations, and is 304 for a client that has it', async () => {
    await receiver.postHook('Tag', { action: 'liveStreamStarted', id: 'cam', timestamp: NOW - 5_000 });
    for (const path of ['/streams?app=Tag', '/streams/Tag/cam']) {
      const etag = (await receiver.read(path)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"[\w-]+"$/);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await receiver.read(path, { 'if-none-match': `"other", ${etag}` })).toMatchObject({
        status: 304,
        text: '',
      });
      expect((await receiver.read(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
    const before = (await receiver.read('/streams?app=Tag')).headers.get('etag') ?? '';
    await receiver.postHook('Tag', { action: 'playStarted', id: 'cam', timestamp: NOW });
    expect((await receiver.read('/streams?app=Tag', { 'if-none-match': before })).status).toBe(200);
  });

  test('has the same ETag for a period that ends now, though its cursor has the present in it', async () => {
    for (const second of [1, 2])
      await receiver.postHook('Tag', {
        action: 'liveStreamStarted',
        id: 'now',
        timestamp: Date.now() - second * 1_000,
      });
    const path = '/events?app=Tag&limit=1';
    const first = await receiver.read(path);
    const etag = first.headers.get('etag') ?? '';
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await receiver.read(path);
    expect(second.json.cursor).not.toBe(first.json.cursor);
    expect((await receiver.read(path, { 'if-none-match': etag })).status).toBe(304);
    const all = await receiver.read(`${path.replace('=1', '=100')}`);
    expect(all.json.events.length).toBeGreaterThan(1);
    expect((await receiver.read(path, { 'if-none-match': all.headers.get('etag') ?? '' })).status).toBe(200);
  });

  test('to any other path is 404', async () => {
    for (const path of ['/streams/A', '/streams/A/b/c', '/streams/A/b/events/d', '/servers/', '/constructor', '//']) {
      expect(await receiver.read(path)).toMatchObject({ status: 404, json: { error: expect.any(String) } });
    }
    for (const method of ['DELETE', 'POST', 'PUT', 'OPTIONS'])
      expect((await receiver.request('/streams', { method })).status).toBe(404);
  });

  test.each(['/', '/streams?app=Head', '/stream?app=Head&id=cam', '/streams?room=R', '/nowhere', '/hooks/A/x'])(
    'to HEAD is that to GET without its body: %s',
    async (path) => {
      const headers = { authorization: `Bearer ${receiver.token}` };
      await receiver.postHook('Head', { action: 'liveStreamEnded', id: 'cam', timestamp: NOW }); // nothing of it runs on
      const [got, head] = [
        await receiver.request(path, { headers }),
        await receiver.request(path, { method: 'HEAD', headers }),
      ];
      const statusAndHeaders = ({ status, headers: all }: typeof got) => [
        status,
        ...[...all].filter(([name]) => !ofConnection.includes(name)),
      ];
      expect(statusAndHeaders(head)).toEqual(statusAndHeaders(got));
      expect(head.headers.get('content-length')).toBe(got.headers.get('content-length'));
      expect(head.text).toBe('');
      expect(got.text).not.toBe('');
    },
  );

  test('to / is the board: a page without data, open to anyone', async () => {
    const { status, headers, text } = await receiver.request('/');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<div id="board"></div>');
  });
});
