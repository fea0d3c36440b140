import type { SimulatedHook } from '../../../../cli/simulate/wire/fields-for.ts';
import { bodyOf, capture } from '../../../capture.ts';
import { type CaptureInput, dialectOf } from '../capture-inputs.ts';

type Fields = SimulatedHook['fields'];
type HookExtras = Omit<SimulatedHook, 'from' | 'fields'>;

/** An RTMP publish with a recording. The stream has no name, so form encoding sends no heartbeat. */
function encoder(encoding: 'form' | 'json', id: string, published: HookExtras): CaptureInput[] {
  const { metadata = '' } = published;
  const vodId = encoding === 'json' ? 'b92eZjC9J5f3POqvGjmOhWXC' : 'qiI2XDERAYFmnUj1S2Ja1xMY';
  const input = (file: string, at: number, fields: Fields, more: HookExtras = {}): CaptureInput =>
    captureInput(
      `2.17.1-encoder-${encoding}-${file}`,
      '2.17.1',
      encoding,
      at,
      { action: actionIn(file), id, ...fields },
      more,
    );
  const vod = { vodId, vodName: id, duration: '9031' };
  const heartbeat = (file: string, at: number, inputQueueSize: number, speed: number, totalByteReceived: number) =>
    input(file, at, { ...idleHealth, inputQueueSize, speed, totalByteReceived });
  if (encoding === 'form')
    return [
      input('0-liveStreamStarted', 1795462883098, {}, published),
      input('1-liveStreamEnded', 1795462892056, {}, published),
      input('2-vodReady', 1795462892068, vod, { metadata }),
    ];
  return [
    input('0-liveStreamStarted', 1795462811419, {}, published),
    heartbeat('1-liveStreamStatus', 1795462811476, 49, 0, 23711),
    heartbeat('2-liveStreamStatus', 1795462814438, 3, 1.269, 104187),
    heartbeat('3-liveStreamStatus', 1795462817507, 3, 0.989, 185038),
    input('4-vodReady', 1795462819614, vod, { metadata }),
    input('5-liveStreamEnded', 1795462819610, {}, published),
  ];
}

const idleHealth = {
  streamName: null,
  width: 320,
  height: 240,
  encodingQueueSize: 0,
  dropFrameCountInEncoding: 0,
  dropPacketCountInIngestion: 0,
};

/** A publisher who forges every field of the started hook. */
function forged(): CaptureInput {
  const publisherParameters = {
    app: 'Other',
    action: 'vodReady',
    subscriberId: 'ada',
    id: 'cam-1',
    streamName: '%C3%87a%C4%9F',
    mainTrackId: 'room-9',
    timestamp: '99999999999999',
  };
  const more = { publisherParameters, metadata: JSON.stringify(publisherParameters) };
  const fields = { action: 'liveStreamStarted', id: 'cam-6' };
  return captureInput('2.17.1-encoder-form-forged-started-sent-as-vodReady', '2.17.1', 'form', 0, fields, more);
}

function room(): CaptureInput[] {
  const inRoom = { mainTrackId: 'room-7', roomId: 'room-7' };
  const ada = { id: 'p1', streamName: 'Ada', subscriberId: 'ada', ...inRoom };
  const named = { streamName: 'Room seven', category: 'talk' };
  const input = (file: string, at: number, fields: Fields): CaptureInput =>
    captureInput(`2.17.1-room-json-${file}`, '2.17.1', 'json', at, { action: actionIn(file), ...fields });
  return [
    input('0-liveStreamStarted', 1795463297834, ada),
    input('1-firstActiveTrackAddedInMainTrack', 1795463298084, { id: 'p1', ...named, ...inRoom }),
    input('2-liveStreamEnded', 1795463298586, ada),
    input('3-noActiveSubtracksLeftInMainTrack', 1795463298590, { id: 'room-7', ...named }),
  ];
}

/** Version 2.8.2: no timestamp, no app, metadata as it is stored. */
function old(): CaptureInput[] {
  const door = { id: 'cam-1', streamName: 'Front door', category: 'security' };
  const input = (file: string, fields: Fields, more: HookExtras = {}): CaptureInput =>
    captureInput(`2.8.2-form-${file}`, '2.8.2', 'form', 0, { action: actionIn(file), ...fields }, more);
  const metadata = '{"owner":"a/b","plan":{"tier":2}}';
  return [
    input('0-liveStreamStarted', door),
    input('1-liveStreamEnded', door),
    input('2-vodReady', { id: 'cam-1', vodName: 'cam-1', vodId: 'y6wKYqvbW2OqjhbLiGvLZ3pn', duration: '9031' }),
    input('3-liveStreamStarted', { id: 'cam-2', streamName: 'Café Zürich' }, { metadata }),
  ];
}

/** Publishes whose stream ids hold more than letters, digits, `-`, `_` and `.`. */
function ids(): CaptureInput[] {
  const src = { publisherParameters: { src: 'obs' }, metadata: '{"src":"obs"}' };
  const publish = (name: string, id: string, startedAt: number, endedAt: number): CaptureInput[] => [
    jsonInput(`ids-${name}-0-liveStreamStarted`, startedAt, { action: 'liveStreamStarted', id }, src),
    jsonInput(`ids-${name}-1-liveStreamEnded`, endedAt, { action: 'liveStreamEnded', id }, src),
  ];
  const slash = '0/test';
  const [vod, measured] = [
    { vodId: 'LtDT3EXJqyIJoA60KB8ipZwC', vodName: 'test', duration: '5014' },
    { inputQueueSize: 9, speed: 0, totalByteReceived: 9052 },
  ];
  return [
    ...publish('letters', 'Kamera 1 çam/main', 1795634746076, 1795634751026),
    ...publish('path-token', 'stream1/tok3n', 1795634735634, 1795634740586),
    ...publish('percent', 'a%2Fb', 1795634740856, 1795634745798),
    jsonInput('ids-slash-0-liveStreamStarted', 1795634730475, { action: 'liveStreamStarted', id: slash }, src),
    jsonInput('ids-slash-1-liveStreamStatus', 1795634730500, {
      action: 'liveStreamStatus',
      id: slash,
      ...idleHealth,
      ...measured,
    }),
    jsonInput('ids-slash-2-liveStreamEnded', 1795634735351, { action: 'liveStreamEnded', id: slash }, src),
    jsonInput(
      'ids-slash-3-vodReady',
      1795634735371,
      { action: 'vodReady', id: slash, ...vod },
      { metadata: '{"src":"obs"}' },
    ),
  ];
}

/** Two publishes of one stream, whose parameters replace the server's `timestamp` by the same one, in seconds. */
function signedTwice(): CaptureInput[] {
  const publisherParameters = { sign: '1740241890-abcdef0123', key: 'PUBLISHKEY', timestamp: '1795628812' };
  const metadata = JSON.stringify(publisherParameters);
  const input = (file: string, at: number, fields: Fields, more: HookExtras = {}): CaptureInput =>
    jsonInput(`signed-twice-${file}`, at, { action: actionIn(file), id: 'signed', ...fields }, more);
  const signed = { publisherParameters, metadata };
  const vod = (file: string, at: number, vodId: string, vodName: string) =>
    input(file, at, { vodId, vodName, duration: '4039' }, { metadata });
  const measured = { inputQueueSize: 3, speed: 1.008, totalByteReceived: 88810 };
  return [
    input('0-liveStreamStarted', 0, {}, signed),
    input('1-liveStreamEnded', 0, {}, signed),
    vod('2-vodReady', 1795634755265, 'GRX9025E41m16I79SE5n4TVx', 'signed'),
    input('3-liveStreamStarted', 0, {}, signed),
    input('4-liveStreamStatus', 1795634758566, { ...idleHealth, ...measured }),
    input('5-liveStreamEnded', 0, {}, signed),
    vod('6-vodReady', 1795634759491, 'QF6rPCclUMHtV2zmEE9igivM', 'signed_1'),
  ];
}

const jsonInput = (file: string, at: number, fields: Fields, more?: HookExtras): CaptureInput =>
  captureInput(`2.17.1-${file}`, '2.17.1', 'json', at, fields, more);

function serverInput(file: string, fields: Fields): CaptureInput {
  const hook: SimulatedHook = { from: 'server', fields };
  return { capture: `real/2.17.1-${file}.http`, hook, at: 0, dialect: dialectOf('2.17.1', 'json') };
}

/** Returns the measurements of the server as text: only their encoding is under test. */
function resourceInfo(): string {
  return JSON.parse(bodyOf(capture('real/2.17.1-server-highResourceUsage.http')).toString()).resourceInfo;
}

const actionIn = (file: string): string => file.slice(file.indexOf('-') + 1);

function captureInput(
  file: string,
  ams: string,
  encoding: 'form' | 'json',
  at: number,
  fields: Fields,
  more: HookExtras = {},
): CaptureInput {
  return {
    capture: `real/${file}.http`,
    hook: { from: 'app', fields, ...more },
    at,
    dialect: dialectOf(ams, encoding),
  };
}

/** The input of each request in `real/`, which real servers sent. */
export const realInputs: CaptureInput[] = [
  ...encoder('json', 'cam-rtmp', {
    publisherParameters: { token: 'abc', bitrate: '2500' },
    metadata: '{"bitrate":"2500","token":"abc"}',
  }),
  ...encoder('form', 'cam-p', { publisherParameters: { token: 'abc' }, metadata: '{"token":"abc"}' }),
  forged(),
  ...room(),
  ...old(),
  ...ids(),
  ...signedTwice(),
  serverInput('server-highResourceUsage', {
    action: 'highResourceUsage',
    host: '127.0.0.1',
    resourceInfo: resourceInfo(),
  }),
  serverInput('server-unexpectedServerShutdown', {
    action: 'highResourceUsage',
    host: '127.0.0.1',
    appNames: 'LiveApp,Café',
  }),
];
