import type { EventClass, HookFields, ServerKind } from '../stream/event.ts';
import type { Boundary } from '../stream/session-times.ts';
import type { DescriptiveFields, Health, Json, Recording, StreamError } from '../stream/values.ts';
import { cutText, MAX_TEXT_BYTES } from './cut.ts';
import { isObject, jsonField, numberField, textField } from './field-values.ts';

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
  readonly descriptiveFields: readonly (keyof DescriptiveFields)[];
  readonly edge?: Boundary['edge'];
  readonly track?: 'added' | 'left';
  /** What it tells besides its name. */
  readonly extract?: (fields: HookFields) => Health | StreamError | Recording;
}

/** An action of the whole server: `host` names it, and no stream is concerned. */
export interface ServerAction {
  readonly about: 'server';
  /** The meaning, which is not always the wire's action. */
  readonly kind: (fields: HookFields) => ServerKind;
}

const titleFields = ['name', 'category'] as const;
const allFields = ['name', 'category', 'metadata', 'room', 'subscriberId'] as const;

/** Every action that Ant Media Server sends (1.2 to 4.0), under the wire's own name. A new one is an entry here, a fixture and a row of the test. */
export const actions = {
  liveStreamStarted: { about: 'stream', class: 'lifecycle', edge: 'started', descriptiveFields: allFields },
  liveStreamEnded: { about: 'stream', class: 'lifecycle', edge: 'ended', descriptiveFields: allFields },
  liveStreamStatus: { about: 'stream', class: 'heartbeat', descriptiveFields: titleFields, extract: extractHealth },
  vodReady: { about: 'stream', class: 'recording', descriptiveFields: titleFields, extract: extractRecording },
  endpointFailed: { about: 'stream', class: 'error', descriptiveFields: titleFields, extract: extractEndpointError },
  publishTimeoutError: {
    about: 'stream',
    class: 'error',
    descriptiveFields: titleFields,
    extract: extractPublishTimeout,
  },
  encoderNotOpenedError: {
    about: 'stream',
    class: 'error',
    descriptiveFields: titleFields,
    extract: () => ({ kind: 'encoderNotOpenedError', detail: null }),
  },
  playStarted: { about: 'stream', class: 'activity', descriptiveFields: titleFields },
  playStopped: { about: 'stream', class: 'activity', descriptiveFields: titleFields },
  idleTimeIsExpired: { about: 'stream', class: 'activity', descriptiveFields: titleFields },
  firstActiveTrackAddedInMainTrack: {
    about: 'room',
    class: 'lifecycle',
    edge: 'started',
    descriptiveFields: titleFields,
  },
  // Its id is the room's in what the media server sends, and a subtrack's, beside a mainTrackId, in its newest documentation.
  noActiveSubtracksLeftInMainTrack: {
    about: 'emptyRoom',
    class: 'lifecycle',
    edge: 'ended',
    descriptiveFields: titleFields,
  },
  subtrackAddedInTheMainTrack: { about: 'room', class: 'track', track: 'added', descriptiveFields: [] },
  subtrackLeftTheMainTrack: { about: 'room', class: 'track', track: 'left', descriptiveFields: [] },
  highResourceUsage: { about: 'server', kind: serverKindOf },
  unexpectedServerShutdown: { about: 'server', kind: () => 'unexpectedServerShutdown' },
} satisfies Record<string, StreamAction | ServerAction>;

/** What an action that this version does not know means: it happened, and no more. */
const unrecognisedAction: StreamAction = { about: 'stream', class: 'activity', descriptiveFields: [] };

/** The meaning of an action; one that is unknown (`constructor` is) happened to its stream, and is marked so. */
export function actionOf(name: string): { action: StreamAction | ServerAction; known: boolean } {
  return Object.hasOwn(actions, name)
    ? { action: actions[name as keyof typeof actions], known: true }
    : { action: unrecognisedAction, known: false };
}

/** The id of the stream or room that an action is about; undefined where the fields name none. */
export function subjectIdOf({ about }: StreamAction, fields: HookFields, id: string): string | undefined {
  switch (about) {
    case 'stream':
      return id;
    case 'room':
      return roomOf(fields);
    case 'emptyRoom':
      return textField(fields, 'mainTrackId') ?? id;
  }
}

/** The main track's id, which the media server sends twice. */
export function roomOf(fields: HookFields): string | undefined {
  return textField(fields, 'mainTrackId') ?? textField(fields, 'roomId');
}

/** What a heartbeat measures, under the wire's own names. */
const healthFields = [
  'width',
  'height',
  'speed',
  'totalByteReceived',
  'inputQueueSize',
  'encodingQueueSize',
  'dropFrameCountInEncoding',
  'dropPacketCountInIngestion',
] as const satisfies readonly (keyof Health)[];

function extractHealth(fields: HookFields): Health {
  const entries = healthFields.map((name) => [name, numberField(fields, name)]);
  return Object.fromEntries(entries) as Record<(typeof healthFields)[number], number | null>; // its entries are these names
}

function extractRecording(fields: HookFields): Recording {
  return {
    vodId: cutTextOrNull(textField(fields, 'vodId')),
    name: cutTextOrNull(textField(fields, 'vodName')),
    durationMs: validDuration(numberField(fields, 'duration')),
  };
}

/** The media server says a negative length of a file that it could not read. */
const validDuration = (ms: number | null): number | null => (ms === null || ms < 0 ? null : ms);

/** Without metadata it is what older documentation calls a publishTimeoutError. */
function extractEndpointError(fields: HookFields): StreamError {
  const metadata = jsonField(fields, 'metadata');
  if (metadata === undefined) return extractPublishTimeout(fields);
  return {
    kind: 'endpointFailed',
    detail: typeof metadata === 'string' ? cutText(metadata, MAX_TEXT_BYTES) : textMember(metadata, 'rtmp-url'),
  };
}

function extractPublishTimeout(fields: HookFields): StreamError {
  return { kind: 'publishTimeoutError', detail: textMember(jsonField(fields, 'metadata'), 'subscriberId') };
}

/** The media server reports its restart under the name of the other hook; only a shutdown tells `appNames`. */
function serverKindOf(fields: HookFields): ServerKind {
  return Object.hasOwn(fields, 'appNames') ? 'unexpectedServerShutdown' : 'highResourceUsage';
}

function textMember(metadata: Json | undefined, name: string): string | null {
  return isObject(metadata) ? cutTextOrNull(textField(metadata, name)) : null;
}

function cutTextOrNull(text: string | undefined): string | null {
  return text === undefined ? null : cutText(text, MAX_TEXT_BYTES);
}
