import type { Hook } from '../../../local/simulate/tell.ts';
import { bodyOf, capture } from '../../capture.ts';
import { type Meaning, mannerOf } from './meanings.ts';

type Fields = Hook['fields'];
type More = Omit<Hook, 'from' | 'fields'>;

/** One RTMP publish that is recorded; the stream has no name, so that form mode sends no heartbeat. */
function encoder(encoding: 'form' | 'json', id: string, published: More): Meaning[] {
  const { metadata = '' } = published;
  const vodId = encoding === 'json' ? 'b92eZjC9J5f3POqvGjmOhWXC' : 'qiI2XDERAYFmnUj1S2Ja1xMY';
  const says = (file: string, at: number, fields: Fields, more: More = {}): Meaning =>
    meaning(
      `2.17.1-encoder-${encoding}-${file}`,
      '2.17.1',
      encoding,
      at,
      { action: actionIn(file), id, ...fields },
      more,
    );
  const vod = { vodId, vodName: id, duration: '9031' };
  const beat = (file: string, at: number, inputQueueSize: number, speed: number, totalByteReceived: number) =>
    says(file, at, { ...quiet, inputQueueSize, speed, totalByteReceived });
  if (encoding === 'form')
    return [
      says('0-liveStreamStarted', 1795462883098, {}, published),
      says('1-liveStreamEnded', 1795462892056, {}, published),
      says('2-vodReady', 1795462892068, vod, { metadata }),
    ];
  return [
    says('0-liveStreamStarted', 1795462811419, {}, published),
    beat('1-liveStreamStatus', 1795462811476, 49, 0, 23711),
    beat('2-liveStreamStatus', 1795462814438, 3, 1.269, 104187),
    beat('3-liveStreamStatus', 1795462817507, 3, 0.989, 185038),
    says('4-vodReady', 1795462819614, vod, { metadata }),
    says('5-liveStreamEnded', 1795462819610, {}, published),
  ];
}

const quiet = {
  streamName: null,
  width: 320,
  height: 240,
  encodingQueueSize: 0,
  dropFrameCountInEncoding: 0,
  dropPacketCountInIngestion: 0,
};

/** A publisher who forges every field of a started. */
function forged(): Meaning {
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
  return meaning('2.17.1-encoder-form-forged-started-sent-as-vodReady', '2.17.1', 'form', 0, fields, more);
}

function room(): Meaning[] {
  const inRoom = { mainTrackId: 'room-7', roomId: 'room-7' };
  const ada = { id: 'p1', streamName: 'Ada', subscriberId: 'ada', ...inRoom };
  const named = { streamName: 'Room seven', category: 'talk' };
  const says = (file: string, at: number, fields: Fields): Meaning =>
    meaning(`2.17.1-room-json-${file}`, '2.17.1', 'json', at, { action: actionIn(file), ...fields });
  return [
    says('0-liveStreamStarted', 1795463297834, ada),
    says('1-firstActiveTrackAddedInMainTrack', 1795463298084, { id: 'p1', ...named, ...inRoom }),
    says('2-liveStreamEnded', 1795463298586, ada),
    says('3-noActiveSubtracksLeftInMainTrack', 1795463298590, { id: 'room-7', ...named }),
  ];
}

/** Version 2.8.2: no timestamp, no app, metadata as it is stored. */
function old(): Meaning[] {
  const door = { id: 'cam-1', streamName: 'Front door', category: 'security' };
  const says = (file: string, fields: Fields, more: More = {}): Meaning =>
    meaning(`2.8.2-form-${file}`, '2.8.2', 'form', 0, { action: actionIn(file), ...fields }, more);
  const metadata = '{"owner":"a/b","plan":{"tier":2}}';
  return [
    says('0-liveStreamStarted', door),
    says('1-liveStreamEnded', door),
    says('2-vodReady', { id: 'cam-1', vodName: 'cam-1', vodId: 'y6wKYqvbW2OqjhbLiGvLZ3pn', duration: '9031' }),
    says('3-liveStreamStarted', { id: 'cam-2', streamName: 'Café Zürich' }, { metadata }),
  ];
}

function authorisation(number: number, stream: string, more: Fields): Meaning {
  const fields = { appName: 'LiveApp', name: stream, streamId: stream, mode: 'live', ...more };
  return server(`publish-authorisation-${number}`, fields);
}

function server(file: string, fields: Fields): Meaning {
  const hook: Hook = { from: 'server', fields };
  return { capture: `real/2.17.1-${file}.http`, hook, at: 0, manner: mannerOf('2.17.1', 'json') };
}

/** The text that the server measured: it is told as it is, only its writing is under test. */
function resourceInfo(): string {
  return JSON.parse(bodyOf(capture('real/2.17.1-server-highResourceUsage.http')).toString()).resourceInfo;
}

const actionIn = (file: string): string => file.slice(file.indexOf('-') + 1);

function meaning(
  file: string,
  ams: string,
  encoding: 'form' | 'json',
  at: number,
  fields: Fields,
  more: More = {},
): Meaning {
  return { capture: `real/${file}.http`, hook: { from: 'app', fields, ...more }, at, manner: mannerOf(ams, encoding) };
}

/** What the genuine servers meant to say in each request of `real/`. */
export const real: Meaning[] = [
  ...encoder('json', 'cam-rtmp', {
    publisherParameters: { token: 'abc', bitrate: '2500' },
    metadata: '{"bitrate":"2500","token":"abc"}',
  }),
  ...encoder('form', 'cam-p', { publisherParameters: { token: 'abc' }, metadata: '{"token":"abc"}' }),
  forged(),
  ...room(),
  ...old(),
  server('server-highResourceUsage', {
    action: 'highResourceUsage',
    host: '127.0.0.1',
    resourceInfo: resourceInfo(),
  }),
  server('server-unexpectedServerShutdown', {
    action: 'highResourceUsage',
    host: '127.0.0.1',
    appNames: 'LiveApp,Café',
  }),
  authorisation(0, 'cam-x', { queryParams: '{a=%2B+b, metaData=1}' }),
  authorisation(1, 'nöm', { queryParams: '{name=%C3%A9}' }),
  authorisation(2, 'cam-y', {}),
];
