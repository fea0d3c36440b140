import { describe, expect, test } from 'vitest';
import { capture, post } from '../capture.ts';
import { useReceiver } from './use-receiver.ts';

const receiver = useReceiver();
const NOW = Date.now();
let stream = 0;

const started = (fields: object = {}) => ({
  action: 'liveStreamStarted',
  id: `cam-${stream++}`,
  timestamp: String(NOW),
  ...fields,
});

describe('a hook is refused', () => {
  test.each([
    ['an unknown token', 'POST', '/hooks/LiveApp/nothing', 403],
    ['no token', 'POST', '/hooks/LiveApp', 404],
    ['an empty token', 'POST', '/hooks/LiveApp/', 404],
    ['a path that is too long', 'POST', '/hooks/LiveApp/TOKEN/more', 404],
    ['two slashes after the token', 'POST', '/hooks/LiveApp/TOKEN//', 404],
    ['an empty app', 'POST', '/hooks//TOKEN', 404],
    ['an app that holds a slash', 'POST', '/hooks/My%2FApp/TOKEN', 404],
    ['a path that is not UTF-8', 'POST', '/hooks/%E9%/TOKEN', 400],
    ['a path that cannot be decoded twice', 'POST', '/hooks/100%25/TOKEN', 400],
    ['another path', 'POST', '/streams', 404],
    ['another method', 'PUT', '/hooks/LiveApp/TOKEN', 404],
    ['another method and a slash', 'DELETE', '/hooks/LiveApp/TOKEN/', 404],
    ['GET on half the URL', 'GET', '/hooks/LiveApp', 404],
  ])('with %s: %s %s → %i', async (_what, method, path, status) => {
    const body = method === 'GET' ? null : JSON.stringify(started());
    const answer = await receiver.request(path.replace('TOKEN', receiver.token), { method, body });
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error: expect.any(String) });
  });

  test.each(['/hooks/LiveApp/TOKEN', '/hooks/LiveApp/TOKEN/', '/hooks/LiveApp/nothing'])(
    'for GET %s with 405 and an error that says who posts there',
    async (path) => {
      const { status, headers, json } = await receiver.request(path.replace('TOKEN', receiver.token));
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
      expect(json).toEqual({ error: expect.stringContaining('Ant Media Server posts its hooks here') });
      const head = await receiver.request(path.replace('TOKEN', receiver.token), { method: 'HEAD' });
      expect([head.status, head.headers.get('allow'), head.text]).toEqual([405, 'POST', '']);
    },
  );

  test('above 256 KiB with 413, and accepted at 256 KiB', async () => {
    const body = (length: number) =>
      JSON.stringify(started({ filler: '' })).replace('"filler":""', (all) =>
        all.replace('""', `"${'x'.repeat(length)}"`),
      );
    const overhead = body(0).length;
    expect((await receiver.postHook('LiveApp', body(262_144 - overhead))).json).toEqual({ outcome: 'recorded' });
    expect((await receiver.postHook('LiveApp', body(262_145 - overhead))).status).toBe(413);
    expect((await receiver.postHook('LiveApp', 'x'.repeat(11_000_000))).status).toBe(413);
  });

  test('without a trace in the streams', async () => {
    await receiver.request('/hooks/nobody/wrong', { method: 'POST', body: JSON.stringify(started()) });
    expect((await receiver.read('/streams?app=nobody')).json).toEqual({ streams: [], cursor: null });
  });
});

describe('a body that cannot be read is quarantined', () => {
  const huge = '9'.repeat(600);
  test.each<[string, string, string, string]>([
    ['nothing', '', 'application/json', 'empty body'],
    ['blanks', '  \n', 'application/json', 'empty body'],
    ['broken JSON', '{"action":"liveStreamStarted","id":', 'application/json', 'broken JSON: expected an object'],
    ['JSON that is no object', '[1,2]', 'application/json', 'JSON, but no object'],
    ['a text', '"liveStreamStarted"', 'application/json', 'JSON, but no object'],
    ['no action', '{"id":"cam-1"}', 'application/json', 'no action'],
    ['a null action', '{"action":null,"id":"cam-1"}', 'application/json', 'no action'],
    ['no id', 'action=liveStreamStarted', 'application/x-www-form-urlencoded', 'no id'],
    ['an empty id', 'action=liveStreamStarted&id=', 'application/x-www-form-urlencoded', 'no id'],
    [
      'an id with a control character',
      '{"action":"vodReady","id":"a\\u0007"}',
      'application/json',
      'without control characters',
    ],
    [
      'an id that is far too long',
      `{"action":"vodReady","id":"${huge}"}`,
      'application/json',
      'without control characters',
    ],
    ['an unknown action without an id', '{"action":"joinedSomething"}', 'application/json', 'no id'],
    ['a room without an id', '{"action":"subtrackAddedInTheMainTrack","id":"p1"}', 'application/json', 'no room'],
    [
      'a room with a control character',
      '{"action":"subtrackAddedInTheMainTrack","id":"p1","mainTrackId":"a\\u007f"}',
      'application/json',
      'without control characters',
    ],
    ['a server without a host', '{"action":"highResourceUsage"}', 'application/json', 'no host'],
    ['words', 'hello', 'text/plain', 'neither a form nor a JSON object'],
    ['bytes', '\u0000\u0001\u0002', 'application/octet-stream', 'neither a form nor a JSON object'],
  ])('%s', async (what, body, contentType, reason) => {
    const app = `quarantine-${what.replaceAll(' ', '-')}`;
    const answers = [await receiver.postHook(app, body, contentType), await receiver.postHook(app, body, contentType)];
    expect(answers.map(({ json }) => json)).toEqual([{ outcome: 'quarantined' }, { outcome: 'quarantined' }]);
    const rows = (await receiver.read('/quarantine?limit=100')).json.quarantine.filter(
      (row: { app: string }) => row.app === app,
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual({
      app,
      receivedAt: expect.any(String),
      reason: expect.stringContaining(reason),
      body: expect.any(String),
    });
  });

  test.each([
    [
      'a broken JSON body',
      '{"action":"liveStreamStarted","token":"SECRET-1","rtmp-url":"rtmp:\\/\\/host\\/app\\/SECRET-2"',
      'application/json',
    ],
    [
      'a form without an id',
      'action=endpointFailed&metadata=%7B%22rtmp-url%22%3A%22rtmp%3A%5C%2F%5C%2Fhost%5C%2Fapp%5C%2FSECRET-3%22%7D&subscriberCode=SECRET-4',
      'application/x-www-form-urlencoded',
    ],
    [
      'a form that holds a URL',
      'action=liveStreamStarted&to=srt://host:4200?streamid=SECRET-7&srt://host?streamid=SECRET-8',
      'application/x-www-form-urlencoded',
    ],
    ['text', 'see srt://host:4200?streamid=SECRET-5 and token=SECRET-6&x', 'text/plain'],
  ])('without the secrets of %s', async (_what, body, contentType) => {
    expect((await receiver.postHook('masked', body, contentType)).json).toEqual({ outcome: 'quarantined' });
    const { text } = await receiver.read('/quarantine');
    expect(text).not.toContain('SECRET');
    expect(JSON.stringify(receiver.lines)).not.toContain('SECRET');
  });
});

describe('a hook is answered', () => {
  test('duplicate, when the same bytes were stored before in the same app', async () => {
    const hook = started();
    expect((await receiver.postHook('LiveApp', hook)).json).toEqual({ outcome: 'recorded' });
    expect((await receiver.postHook('LiveApp', hook)).json).toEqual({ outcome: 'duplicate' });
    expect((await receiver.postHook('OtherApp', hook)).json).toEqual({ outcome: 'recorded' });
  });

  test('recorded once, when copies arrive at the same time', async () => {
    const id = 'copies';
    const hooks = Array.from({ length: 12 }, (_, n) => [
      { action: 'liveStreamStarted', id, timestamp: NOW - 60_000 + n * 1_000 },
      { action: 'vodReady', id, vodId: `v${n}`, timestamp: NOW - 60_000 + n * 1_000 + 200 },
      { action: 'playStarted', id, timestamp: NOW - 60_000 + n * 1_000 + 300 },
      { action: 'endpointFailed', id, timestamp: NOW - 60_000 + n * 1_000 + 400 },
      { action: 'liveStreamEnded', id, timestamp: NOW - 60_000 + n * 1_000 + 500 },
    ]).flat();
    for (const hook of hooks) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => receiver.postHook('LiveApp', hook)));
      expect(answers.map(({ json }) => json.outcome).sort()).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
        'recorded',
      ]);
    }
    const { events } = (await receiver.read(`/streams/LiveApp/${id}/events?limit=100`)).json;
    expect(events.map(({ outcome }: { outcome: string }) => outcome)).toEqual(hooks.map(() => 'recorded'));
  });

  test('late, when it changes nothing visible of the stream', async () => {
    const id = 'late-3';
    await receiver.postHook('LiveApp', started({ id, timestamp: NOW, mainTrackId: 'late-room' }));
    await receiver.postHook('LiveApp', {
      action: 'firstActiveTrackAddedInMainTrack',
      id,
      mainTrackId: 'late-room',
      timestamp: NOW,
    });
    const earlier = { id, timestamp: NOW - 10_000 };
    for (const hook of [
      { ...earlier, action: 'playStarted' },
      { ...earlier, action: 'idleTimeIsExpired', timestamp: NOW - 9_000 },
      { ...earlier, action: 'subtrackAddedInTheMainTrack', mainTrackId: 'late-room' },
    ]) {
      expect((await receiver.postHook('LiveApp', hook)).json).toEqual({ outcome: 'late' });
    }
    expect((await receiver.postHook('LiveApp', { ...earlier, action: 'playStopped', streamName: 'new' })).json).toEqual(
      {
        outcome: 'recorded',
      },
    );
  });

  test('in time, when a burst of new streams begins in a new app', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        receiver.postHook('Burst', { action: 'liveStreamStarted', id: `b-${n}`, timestamp: NOW }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  test('with metadata as object, text or null', async () => {
    for (const [metadata, stored] of [
      [[1, 2], '[1,2]'],
      [17, '17'],
      [true, 'true'],
      [null, null],
      ['', null],
      [{ a: 1 }, { a: 1 }],
    ]) {
      const hook = started({ metadata });
      await receiver.postHook('LiveApp', hook);
      expect((await receiver.read(`/streams/LiveApp/${hook.id}`)).json.metadata).toEqual(stored);
    }
  });

  test('recorded again, when it has no usable clock', async () => {
    for (const timestamp of [undefined, String(NOW + 100_000_000), '1795628812', 'soon', '-1', '1.5']) {
      const hook = { ...started(), timestamp };
      expect([
        (await receiver.postHook('LiveApp', hook)).json.outcome,
        (await receiver.postHook('LiveApp', hook)).json.outcome,
      ]).toEqual(['recorded', 'recorded']);
    }
  });

  test('duplicate, when its clock is fast and the same bytes arrive again within a minute', async () => {
    const hook = started({ timestamp: NOW + 3_600_000 });
    expect((await receiver.postHook('LiveApp', hook)).json.outcome).toBe('recorded');
    expect((await receiver.postHook('LiveApp', hook)).json.outcome).toBe('duplicate');
  });

  test('late, when the state is newer, and is in the history as late', async () => {
    const id = 'late-1';
    await receiver.postHook('LiveApp', started({ id, timestamp: NOW }));
    expect((await receiver.postHook('LiveApp', started({ id, timestamp: NOW - 60_000 }))).json).toEqual({
      outcome: 'late',
    });
    expect((await receiver.postHook('LiveApp', { action: 'playStarted', id, timestamp: NOW + 1 })).json).toEqual({
      outcome: 'recorded',
    });
    expect((await receiver.postHook('LiveApp', { action: 'playStarted', id, timestamp: NOW - 1 })).json).toEqual({
      outcome: 'late',
    });
    const { events } = (await receiver.read(`/streams/LiveApp/${id}`)).json;
    expect(events.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['recorded', 'recorded', 'late', 'late']);
  });

  test('late, when it is a heartbeat that is not newer, and is not stored', async () => {
    const beat = { action: 'liveStreamStatus', id: 'late-2', timestamp: NOW, speed: 1 };
    const outcomes = [];
    for (const hook of [beat, beat, { ...beat, timestamp: NOW - 1 }, { ...beat, timestamp: NOW + 1 }])
      outcomes.push((await receiver.postHook('LiveApp', hook)).json.outcome);
    expect(outcomes).toEqual(['recorded', 'late', 'late', 'recorded']);
    expect((await receiver.read('/streams/LiveApp/late-2')).json).toMatchObject({
      health: { at: new Date(NOW + 1).toISOString() },
      events: [],
    });
  });

  test('unrecognised, whatever its name', async () => {
    for (const action of ['badStreamHealth', 'constructor', '__proto__', 'toString', 'x'.repeat(5_000)]) {
      expect((await receiver.postHook('LiveApp', started({ action }))).json).toEqual({ outcome: 'unrecognised' });
    }
  });

  test('by the format of its body, when the content type is wrong or missing', async () => {
    const form = `action=liveStreamStarted&id=cam-form&timestamp=${NOW}&streamName=Caf%E9`;
    expect((await receiver.postHook('LiveApp', form, 'application/json')).json).toEqual({ outcome: 'recorded' });
    expect((await receiver.read('/streams/LiveApp/cam-form')).json.name).toBe('Café');
    expect(
      (await receiver.postHook('LiveApp', JSON.stringify(started()), 'application/x-www-form-urlencoded')).json,
    ).toEqual({ outcome: 'recorded' });
    expect((await receiver.postHook('LiveApp', JSON.stringify(started()), 'what/ever')).json).toEqual({
      outcome: 'recorded',
    });
  });

  test('whether or not its URL ends in a slash, and stored once', async () => {
    const body = JSON.stringify(started());
    const post = (slash: string) =>
      receiver.request(`/hooks/LiveApp/${receiver.token}${slash}`, { method: 'POST', body });
    expect((await post('/')).json).toEqual({ outcome: 'recorded' });
    expect((await post('')).json).toEqual({ outcome: 'duplicate' });
    expect((await post('/')).json).toEqual({ outcome: 'duplicate' });
  });

  test('in the decoded namespace of its URL, whatever its body says', async () => {
    const { rest } = capture('real/2.17.1-encoder-form-forged-started-sent-as-vodReady.http');
    await post(`${receiver.url}/hooks/My%20App%23%252F/${receiver.token}`, { rest });
    expect((await receiver.read('/streams/Other/cam-1')).status).toBe(404);
    expect((await receiver.read('/stream?app=My+App%23%2F&id=cam-1')).json).toMatchObject({
      app: 'My App#/',
      id: 'cam-1',
    });
  });

  test('with everything stored, but cut with a mark, when it is larger than an item may be', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`tag${index}`, '\u0001\u0001']));
    expect((await receiver.postHook('LiveApp', started({ id: 'large-1', ...many }))).json).toEqual({
      outcome: 'recorded',
    });
    const long = '\u0001'.repeat(12_000);
    const texts = { id: 'large-2', streamName: long, category: long, subscriberId: long };
    expect((await receiver.postHook('LiveApp', started({ ...texts, metadata: 'é'.repeat(10_000) }))).json).toEqual({
      outcome: 'recorded',
    });
    for (const hook of [
      { action: 'vodReady', vodId: long, vodName: long, category: long },
      { action: 'endpointFailed', metadata: { 'rtmp-url': long } },
      { action: 'liveStreamEnded', mainTrackId: long, metadata: { deep: 'x'.repeat(170_000) } },
    ]) {
      expect(
        (await receiver.postHook('LiveApp', started({ id: 'large-2', ...hook, timestamp: NOW + 1 }))).json,
      ).toEqual({
        outcome: 'recorded',
      });
    }
    const { name, metadata, events } = (await receiver.read('/streams/LiveApp/large-2')).json;
    expect(name).toMatch(/… \[cut: 72002 bytes\]$/);
    expect(metadata).toMatch(/… \[cut: \d+ bytes\]$/);
    expect(events).toHaveLength(4);
    expect((await receiver.read('/streams/LiveApp/large-1')).json.events[0].fields).toMatchObject({
      tag0: '\u0001\u0001',
    });
  });

  test('with deep JSON, prototype names and lone surrogates stored unchanged, but bounded', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"action":"liveStreamStarted","id":"odd-1","__proto__":{"polluted":1},"constructor":"c","surrogate":"\\ud800","deep":${deep},"huge":1e999,"timestamp":${NOW}}`;
    expect((await receiver.postHook('LiveApp', body)).json).toEqual({ outcome: 'recorded' });
    const { text, json } = await receiver.read('/streams/LiveApp/odd-1');
    expect(text).toContain('"__proto__":{"polluted":1}');
    expect(json.events[0].fields).toMatchObject({ constructor: 'c', surrogate: '\ufffd', huge: null });
    expect(text).toContain('[cut: nested deeper than 32 levels]');
  });
});
