import type { EventClass, Fields, ServerKind } from '../stream/event.ts';
import type { Edge } from '../stream/session-times.ts';
import type { Description, Health, Json, Recording, StreamError } from '../stream/values.ts';
import { cutText, MAX_TEXT } from './cut.ts';
import { isObject, jsonOf, numberOf, textOf } from './field-values.ts';

/** What an action of the media server means for the state of a stream. */
export interface StreamAction {
  /**
   * Whose state it is: the stream that `id` names, the room that `mainTrackId` (else `roomId`) names, or the room that
   * has become empty, which `mainTrackId` names, else `id`.
   */
  readonly about: 'stream' | 'room' | 'emptyRoom';
  /** The class it belongs to; its rows are read apart, and its latest one is known to the state. */
  readonly class: EventClass;
  /** Which descriptive fields of the stream it may carry. */
  readonly describes: readonly (keyof Description)[];
  readonly edge?: Edge['edge'];
  readonly track?: 'added' | 'left';
  /** What it tells besides its name. */
  readonly brings?: (fields: Fields) => Health | StreamError | Recording;
}

/** An action of the whole server: `host` names it, and no stream is concerned. */
export interface ServerAction {
  readonly about: 'server';
  /** The meaning, which is not always the wire's action. */
  readonly kind: (fields: Fields) => ServerKind;
}

const named = ['name', 'category'] as const;
const whole = ['name', 'category', 'metadata', 'room', 'subscriberId'] as const;

/** Every action that Ant Media Server sends (1.2 to 4.0), under the wire's own name. A new one is an entry here, a fixture and a row of the test. */
export const actions = {
  liveStreamStarted: { about: 'stream', class: 'lifecycle', edge: 'started', describes: whole },
  liveStreamEnded: { about: 'stream', class: 'lifecycle', edge: 'ended', describes: whole },
  liveStreamStatus: { about: 'stream', class: 'heartbeat', describes: named, brings: healthOf },
  vodReady: { about: 'stream', class: 'recording', describes: named, brings: recordingOf },
  endpointFailed: { about: 'stream', class: 'error', describes: named, brings: endpointErrorOf },
  publishTimeoutError: { about: 'stream', class: 'error', describes: named, brings: publishTimeoutOf },
  encoderNotOpenedError: {
    about: 'stream',
    class: 'error',
    describes: named,
    brings: () => ({ kind: 'encoderNotOpenedError', detail: null }),
  },
  playStarted: { about: 'stream', class: 'activity', describes: named },
  playStopped: { about: 'stream', class: 'activity', describes: named },
  idleTimeIsExpired: { about: 'stream', class: 'activity', describes: named },
  firstActiveTrackAddedInMainTrack: { about: 'room', class: 'lifecycle', edge: 'started', describes: named },
  // Its id is the room's in what the media server sends, and a subtrack's, beside a mainTrackId, in its newest documentation.
  noActiveSubtracksLeftInMainTrack: { about: 'emptyRoom', class: 'lifecycle', edge: 'ended', describes: named },
  subtrackAddedInTheMainTrack: { about: 'room', class: 'track', track: 'added', describes: [] },
  subtrackLeftTheMainTrack: { about: 'room', class: 'track', track: 'left', describes: [] },
  highResourceUsage: { about: 'server', kind: serverKindOf },
  unexpectedServerShutdown: { about: 'server', kind: () => 'unexpectedServerShutdown' },
} satisfies Record<string, StreamAction | ServerAction>;

/** What an action that this version does not know means: it happened, and no more. */
const unrecognised: StreamAction = { about: 'stream', class: 'activity', describes: [] };

/** The meaning of an action; one that is unknown (`constructor` is) happened to its stream, and is marked so. */
export function actionOf(name: string): { action: StreamAction | ServerAction; known: boolean } {
  return Object.hasOwn(actions, name)
    ? { action: actions[name as keyof typeof actions], known: true }
    : { action: unrecognised, known: false };
}

/** The id of the stream or room that an action is about; undefined where the fields name none. */
export function subjectOf({ about }: StreamAction, fields: Fields, id: string): string | undefined {
  switch (about) {
    case 'stream':
      return id;
    case 'room':
      return roomOf(fields);
    case 'emptyRoom':
      return textOf(fields, 'mainTrackId') ?? id;
  }
}

/** The main track's id, which the media server sends twice. */
export function roomOf(fields: Fields): string | undefined {
  return textOf(fields, 'mainTrackId') ?? textOf(fields, 'roomId');
}

/** What a heartbeat measures, under the wire's own names. */
const measures = [
  'width',
  'height',
  'speed',
  'totalByteReceived',
  'inputQueueSize',
  'encodingQueueSize',
  'dropFrameCountInEncoding',
  'dropPacketCountInIngestion',
] as const satisfies readonly (keyof Health)[];

function healthOf(fields: Fields): Health {
  const measured = measures.map((name) => [name, numberOf(fields, name)]);
  return Object.fromEntries(measured) as Record<(typeof measures)[number], number | null>; // its entries are these names
}

function recordingOf(fields: Fields): Recording {
  return {
    vodId: cutOrNull(textOf(fields, 'vodId')),
    name: cutOrNull(textOf(fields, 'vodName')),
    durationMs: lengthOf(numberOf(fields, 'duration')),
  };
}

/** The media server says a negative length of a file that it could not read. */
const lengthOf = (ms: number | null): number | null => (ms === null || ms < 0 ? null : ms);

/** Without metadata it is what older documentation calls a publishTimeoutError. */
function endpointErrorOf(fields: Fields): StreamError {
  const metadata = jsonOf(fields, 'metadata');
  if (metadata === undefined) return publishTimeoutOf(fields);
  return {
    kind: 'endpointFailed',
    detail: typeof metadata === 'string' ? cutText(metadata, MAX_TEXT) : memberOf(metadata, 'rtmp-url'),
  };
}

function publishTimeoutOf(fields: Fields): StreamError {
  return { kind: 'publishTimeoutError', detail: memberOf(jsonOf(fields, 'metadata'), 'subscriberId') };
}

/** The media server reports its restart under the name of the other hook; only a shutdown tells `appNames`. */
function serverKindOf(fields: Fields): ServerKind {
  return Object.hasOwn(fields, 'appNames') ? 'unexpectedServerShutdown' : 'highResourceUsage';
}

function memberOf(metadata: Json | undefined, name: string): string | null {
  return isObject(metadata) ? cutOrNull(textOf(metadata, name)) : null;
}

function cutOrNull(text: string | undefined): string | null {
  return text === undefined ? null : cutText(text, MAX_TEXT);
}
