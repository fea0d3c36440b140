import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions } from '../../lambda/hook/actions.ts';
import { formatHookLine } from '../../local/hook-line.ts';
import { type Receiver, startReceiver } from '../../local/start-receiver.ts';
import { captures, post } from '../capture.ts';

interface Row {
  /** The name of a capture, without its encoding. */
  readonly capture: string;
  readonly outcome?: 'recorded' | 'unrecognised' | 'quarantined';
  /** The stream to read back; without it, the servers or the quarantine are read. */
  readonly id?: string;
  readonly reads: object;
}

const at = (timestamp: number) => new Date(timestamp).toISOString();
const youtube = 'rtmp://a.rtmp.youtube.com/live2/***';
const live = { status: 'live', inferred: false };
const ended = { status: 'ended', startedAt: null, durationMs: null };
const unknown = { status: 'unknown', startedAt: null, endedAt: null };
/** Not stale: however old its timestamp is, it was received just now. */
const heartbeat = { status: 'live', inferred: true, stale: false, startedAt: null, durationMs: null };
const lobby = {
  id: 'cam-10',
  reads: { name: 'Lobby', category: 'indoor', lastError: { kind: 'publishTimeoutError', detail: null } },
};

const obs = { src: 'obs' };
const signed = { sign: '***', key: '***', timestamp: '1795628812' };
/** Not 1970, which the publisher's seconds would be. */
const thisYear = expect.stringMatching(/^20[2-9]/);

/** Each new action is a row here: what its capture reads back as, on a receiver without other events. */
const rows: Row[] = [
  {
    capture: 'liveStreamStarted',
    id: 'cam-1',
    reads: { ...live, startedAt: at(1793620800000), name: 'Front door', category: 'security' },
  },
  {
    capture: 'liveStreamStarted-metadata',
    id: 'cam-2',
    reads: { ...live, name: 'Café Zürich', metadata: { owner: 'a/b', plan: { tier: 2 } } },
  },
  {
    capture: 'liveStreamStarted-text-metadata',
    id: 'cam-3',
    reads: { ...live, name: null, metadata: 'plain words, not JSON' },
  },
  { capture: 'liveStreamStarted-beyond-latin1', id: 'cam-4', reads: { ...live, startedAt: at(1793620803000) } },
  { capture: 'liveStreamStarted-room', id: 'p1', reads: { ...live, name: 'Ada', room: 'room-7', subscriberId: 'ada' } },
  {
    capture: 'liveStreamStarted-publisher-parameters',
    id: 'cam-5',
    reads: { ...live, metadata: null, events: [{ fields: { bitrate: '2500', token: '***', subscriberCode: '***' } }] },
  },
  {
    capture: 'liveStreamStarted-overridden-by-publisher',
    id: 'cam-6',
    reads: { ...live, app: 'capture', stale: false },
  },
  { capture: 'liveStreamStarted-2.8', id: 'cam-7', reads: { ...live, name: 'Kap? önü', category: 'güvenlik' } },
  {
    capture: 'liveStreamEnded',
    id: 'cam-1',
    reads: { ...ended, endedAt: at(1793620895000), sessions: [{ startedAt: null, endReason: 'ended' }] },
  },
  { capture: 'liveStreamEnded-2.8', id: 'cam-7', reads: { ...ended, name: 'Kap? önü' } },
  {
    capture: 'liveStreamStatus',
    id: 'cam-1',
    reads: {
      ...heartbeat,
      name: 'Front door',
      health: {
        width: 1280,
        height: 720,
        speed: 1.003,
        totalByteReceived: 48213877,
        inputQueueSize: 0,
        encodingQueueSize: 2,
        dropFrameCountInEncoding: 0,
        dropPacketCountInIngestion: 1,
        at: at(1793620830000),
      },
      events: [],
    },
  },
  {
    capture: 'liveStreamStatus-unnamed',
    id: 'cam-8',
    reads: { ...heartbeat, name: null, health: { speed: 0, totalByteReceived: 123456789012 } },
  },
  {
    capture: 'vodReady',
    id: 'cam-1',
    reads: {
      ...unknown,
      recordings: [{ vodId: '8f2kQ0rWcV1nT5yBz7LmXa93', name: 'cam-1', durationMs: 94211, at: at(1793620896000) }],
    },
  },
  {
    capture: 'vodReady-rendition',
    id: 'cam-1',
    reads: { ...unknown, lastRecording: { name: 'cam-1_1080p2500kbps', durationMs: 94180 } },
  },
  {
    capture: 'vodReady-2.4',
    id: 'cam-9',
    reads: { ...unknown, lastRecording: { vodId: '539287414672210088123456', name: 'cam-9_1', durationMs: null } },
  },
  {
    capture: 'endpointFailed',
    id: 'cam-1',
    reads: {
      ...unknown,
      metadata: null,
      lastError: { kind: 'endpointFailed', detail: youtube, at: at(1793620840000) },
    },
  },
  {
    capture: 'endpointFailed-text-metadata',
    id: 'cam-1',
    reads: { metadata: null, lastError: { kind: 'endpointFailed', detail: youtube } },
  },
  {
    capture: 'publishTimeoutError',
    id: 'cam-10',
    reads: { metadata: null, lastError: { kind: 'publishTimeoutError', detail: null } },
  },
  { capture: 'publishTimeoutError-as-documented', ...lobby },
  {
    capture: 'encoderNotOpenedError',
    id: 'cam-11',
    reads: { name: 'Roof', lastError: { kind: 'encoderNotOpenedError', detail: null } },
  },
  {
    capture: 'playStarted',
    id: 'cam-1',
    reads: { ...unknown, subscriberId: null, lastEvent: { action: 'playStarted', at: at(1793620860000) } },
  },
  {
    capture: 'playStopped',
    id: 'cam-1',
    reads: { ...unknown, subscriberId: null, lastEvent: { action: 'playStopped' } },
  },
  {
    capture: 'playStopped-without-id',
    outcome: 'quarantined',
    reads: { reason: 'no id: expected one in the field id' },
  },
  {
    capture: 'subtrackAddedInTheMainTrack',
    id: 'room-7',
    reads: { ...unknown, name: null, tracks: [{ id: 'p1', joinedAt: at(1793620805000), leftAt: null }] },
  },
  {
    capture: 'subtrackLeftTheMainTrack',
    id: 'room-7',
    reads: { ...unknown, tracks: [{ id: 'p1', joinedAt: null, leftAt: at(1793620870000) }] },
  },
  {
    capture: 'firstActiveTrackAddedInMainTrack',
    id: 'room-7',
    reads: { ...live, name: 'Weekly stand-up', room: null, subscriberId: null },
  },
  {
    capture: 'noActiveSubtracksLeftInMainTrack',
    id: 'room-7',
    reads: { ...ended, name: 'Weekly stand-up', tracks: [] },
  },
  { capture: 'idleTimeIsExpired', id: 'room-7', reads: { ...unknown, lastEvent: { action: 'idleTimeIsExpired' } } },
  {
    capture: 'highResourceUsage',
    reads: {
      host: '203.0.113.7',
      lastEvent: { kind: 'highResourceUsage' },
      events: [{ fields: { resourceInfo: '{"cpuUsage":{"systemCPULoad":91},"instanceId":"é7"}' } }],
    },
  },
  {
    capture: 'unexpectedServerShutdown',
    reads: {
      host: '203.0.113.7',
      events: [
        {
          kind: 'unexpectedServerShutdown',
          fields: { action: 'highResourceUsage', appNames: 'live,LiveApp,WebRTCAppEE' },
        },
      ],
    },
  },
  {
    capture: 'unknown-action',
    outcome: 'unrecognised',
    id: 'cam-1',
    reads: { ...unknown, name: null, lastEvent: { action: 'badStreamHealth' } },
  },
  {
    capture: 'real/2.17.1-encoder-form-0-liveStreamStarted',
    id: 'cam-p',
    reads: { ...live, metadata: { token: '***' } },
  },
  {
    capture: 'real/2.17.1-encoder-form-1-liveStreamEnded',
    id: 'cam-p',
    reads: { ...ended, metadata: { token: '***' } },
  },
  {
    capture: 'real/2.17.1-encoder-form-2-vodReady',
    id: 'cam-p',
    reads: {
      metadata: null,
      lastRecording: { vodId: 'qiI2XDERAYFmnUj1S2Ja1xMY' },
      events: [{ fields: { metadata: { token: '***' } } }],
    },
  },
  {
    capture: 'real/2.17.1-encoder-form-forged-started-sent-as-vodReady',
    id: 'cam-1',
    reads: {
      ...unknown,
      app: 'capture',
      room: null,
      subscriberId: null,
      name: '%C3%87a%C4%9F',
      lastRecording: { vodId: null },
    },
  },
  {
    capture: 'real/2.17.1-encoder-json-0-liveStreamStarted',
    id: 'cam-rtmp',
    reads: { ...live, metadata: { bitrate: '2500', token: '***' } },
  },
  {
    capture: 'real/2.17.1-encoder-json-1-liveStreamStatus',
    id: 'cam-rtmp',
    reads: { ...heartbeat, health: { speed: 0, inputQueueSize: 49 } },
  },
  {
    capture: 'real/2.17.1-encoder-json-2-liveStreamStatus',
    id: 'cam-rtmp',
    reads: { ...heartbeat, health: { speed: 1.269 } },
  },
  {
    capture: 'real/2.17.1-encoder-json-3-liveStreamStatus',
    id: 'cam-rtmp',
    reads: { ...heartbeat, health: { speed: 0.989 } },
  },
  {
    capture: 'real/2.17.1-encoder-json-4-vodReady',
    id: 'cam-rtmp',
    reads: { lastRecording: { vodId: 'b92eZjC9J5f3POqvGjmOhWXC', durationMs: 9031 } },
  },
  { capture: 'real/2.17.1-encoder-json-5-liveStreamEnded', id: 'cam-rtmp', reads: ended },
  ...[
    { name: 'letters', id: 'Kamera 1 çam/main' },
    { name: 'path-token', id: 'stream1/tok3n' },
    { name: 'percent', id: 'a%2Fb' },
    { name: 'slash', id: '0/test' },
  ].map(({ name, id }): Row => ({ capture: `real/2.17.1-ids-${name}-0-liveStreamStarted`, id, reads: { ...live, metadata: obs } })), // biome-ignore format: a row
  { capture: 'real/2.17.1-ids-letters-1-liveStreamEnded', id: 'Kamera 1 çam/main', reads: ended },
  { capture: 'real/2.17.1-ids-path-token-1-liveStreamEnded', id: 'stream1/tok3n', reads: ended },
  { capture: 'real/2.17.1-ids-percent-1-liveStreamEnded', id: 'a%2Fb', reads: ended },
  { capture: 'real/2.17.1-ids-slash-1-liveStreamStatus', id: '0/test', reads: { ...heartbeat, name: null } },
  { capture: 'real/2.17.1-ids-slash-2-liveStreamEnded', id: '0/test', reads: ended },
  { capture: 'real/2.17.1-ids-slash-3-vodReady', id: '0/test', reads: { lastRecording: { name: 'test', durationMs: 5014 } } }, // biome-ignore format: a row
  ...['0-liveStreamStarted', '3-liveStreamStarted'].map((file): Row => ({ capture: `real/2.17.1-signed-twice-${file}`, id: 'signed', reads: { ...live, startedAt: thisYear, metadata: signed } })), // biome-ignore format: a row
  ...['1-liveStreamEnded', '5-liveStreamEnded'].map((file): Row => ({ capture: `real/2.17.1-signed-twice-${file}`, id: 'signed', reads: { ...ended, endedAt: thisYear } })), // biome-ignore format: a row
  { capture: 'real/2.17.1-signed-twice-2-vodReady', id: 'signed', reads: { lastRecording: { name: 'signed', at: at(1795634755265) } } }, // biome-ignore format: a row
  { capture: 'real/2.17.1-signed-twice-4-liveStreamStatus', id: 'signed', reads: { ...heartbeat, health: { speed: 1.008 } } }, // biome-ignore format: a row
  { capture: 'real/2.17.1-signed-twice-6-vodReady', id: 'signed', reads: { lastRecording: { name: 'signed_1' } } },
  {
    capture: 'real/2.17.1-room-json-0-liveStreamStarted',
    id: 'p1',
    reads: { ...live, room: 'room-7', subscriberId: 'ada' },
  },
  {
    capture: 'real/2.17.1-room-json-1-firstActiveTrackAddedInMainTrack',
    id: 'room-7',
    reads: { ...live, name: 'Room seven', category: 'talk' },
  },
  { capture: 'real/2.17.1-room-json-2-liveStreamEnded', id: 'p1', reads: { ...ended, room: 'room-7' } },
  {
    capture: 'real/2.17.1-room-json-3-noActiveSubtracksLeftInMainTrack',
    id: 'room-7',
    reads: { ...ended, name: 'Room seven' },
  },
  {
    capture: 'real/2.17.1-server-highResourceUsage',
    reads: { host: '127.0.0.1', lastEvent: { kind: 'highResourceUsage' } },
  },
  {
    capture: 'real/2.17.1-server-unexpectedServerShutdown',
    reads: { events: [{ kind: 'unexpectedServerShutdown', fields: { appNames: 'LiveApp,Café' } }] },
  },
  {
    capture: 'real/2.8.2-form-0-liveStreamStarted',
    id: 'cam-1',
    reads: { ...live, name: 'Front door', category: 'security' },
  },
  { capture: 'real/2.8.2-form-1-liveStreamEnded', id: 'cam-1', reads: { ...ended, name: 'Front door' } },
  {
    capture: 'real/2.8.2-form-2-vodReady',
    id: 'cam-1',
    reads: { lastRecording: { vodId: 'y6wKYqvbW2OqjhbLiGvLZ3pn', name: 'cam-1' } },
  },
  {
    capture: 'real/2.8.2-form-3-liveStreamStarted',
    id: 'cam-2',
    reads: { ...live, name: 'Café Zürich', metadata: { owner: 'a/b', plan: { tier: 2 } } },
  },
];

const nameOf = (file: string) => file.replace(/(\.(form|json|server))?\.http$/, '');

describe('a captured request', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'captures-'));
  const output: string[] = [];
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver({
      port: 0,
      host: '127.0.0.1',
      dataDir,
      log: (line) => output.push(formatHookLine(line, createColors(false)), JSON.stringify(line)),
    });
  });
  afterAll(async () => {
    await receiver.close();
    rmSync(dataDir, { recursive: true });
  });

  const read = async (path: string) => {
    const response = await fetch(`${receiver.url}${path}`, { headers: { authorization: `Bearer ${receiver.token}` } });
    const text = await response.text();
    output.push(text);
    return JSON.parse(text);
  };

  const readStream = (app: string, id: string) => read(`/stream?${new URLSearchParams({ app, id })}`);

  test.each(Object.keys(actions))('exists for the action %s', (action) => {
    expect(rows.filter(({ capture }) => capture.includes(action))).not.toEqual([]);
  });

  test('has a row, and each row has a capture', () => {
    expect([...new Set(captures().map(({ name }) => nameOf(name)))].sort()).toEqual(
      rows.map(({ capture }) => capture).sort(),
    );
  });

  test.each(captures())('$name is answered 200 and reads back correctly', async ({ name, rest }) => {
    const row = rows.find(({ capture }) => capture === nameOf(name));
    if (row === undefined) throw new Error(`no row for ${name}`);
    const { outcome = 'recorded', id, reads } = row;
    const app = `capture-${name.replaceAll('/', '-')}`;

    const answer = await post(`${receiver.url}/hooks/${app}/${receiver.token}`, { rest });

    expect(answer).toEqual({ status: 200, body: JSON.stringify({ outcome }) });
    const expected = 'app' in reads ? { ...reads, app } : reads;
    if (outcome === 'quarantined')
      expect(
        (await read('/quarantine?limit=100')).quarantine.filter((row: { app: string }) => row.app === app),
      ).toMatchObject([expected]);
    else if (id === undefined)
      expect((await read('/servers')).servers.filter((row: { app: string }) => row.app === app)).toMatchObject([
        expected,
      ]);
    else expect(await readStream(app, id)).toMatchObject(expected);
  });

  test.each([
    ['form', 'Ça?r? ?? ?'],
    ['json', 'Çağrı 東京 ✓'],
  ])('beyond Latin-1 keeps the characters that the sender could encode in %s', async (encoding, name) => {
    const stream = await readStream(`capture-liveStreamStarted-beyond-latin1.${encoding}.http`, 'cam-4');
    expect(stream.name).toBe(name);
  });

  test('is a session of its own for each of two publishes with the same timestamp of the publisher', async () => {
    const [app, id] = ['signed-twice', 'signed'];
    const outcomes: string[] = [];
    for (const { rest } of captures().filter(({ name }) => name.includes('signed-twice')))
      outcomes.push(JSON.parse((await post(`${receiver.url}/hooks/${app}/${receiver.token}`, { rest })).body).outcome);
    expect(outcomes).toEqual(Array(7).fill('recorded'));
    const { status, sessions } = await readStream(app, id);
    expect({ status, sessions }).toMatchObject({
      status: 'ended',
      sessions: [
        { startedAt: thisYear, endReason: 'ended' },
        { startedAt: thisYear, endReason: 'ended' },
      ],
    });
  });

  test('leaves none of its secrets in an answer, the log or the data folder', () => {
    const secrets = ['SECRET-KEY', 'PUBLISHKEY', 's3cr3t', 'eyJhbGciOiJIUzI1NiJ9', '482913', '"abc"', '=abc'];
    for (const secret of secrets) expect(output.filter((text) => text.includes(secret))).toEqual([]);
    const files = secrets.slice(0, 5).map((secret) => countFiles(dataDir, secret));
    expect(files).toEqual([0, 0, 0, 0, 0]);
    expect(countFiles(dataDir, 'Front door')).toBeGreaterThan(0);
  });
});

/** Counts the files of a folder that hold a text. */
function countFiles(folder: string, text: string): number {
  const lines = execFileSync('sh', ['-c', 'grep -rla -- "$1" "$2" || true', 'sh', text, folder], { encoding: 'utf8' });
  return lines.split('\n').filter((line) => line !== '').length;
}
