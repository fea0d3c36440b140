import type { HookClass, HookFields, ServerKind } from '../stream/event.ts';
import {
  type DescriptiveName,
  descriptiveFields,
  descriptiveNames,
  healthFields,
  MAX_TEXT_BYTES,
} from '../stream/fields.ts';
import type { Boundary } from '../stream/session-times.ts';
import type { Health, Json, Recording, StreamError } from '../stream/values.ts';
import { cutText } from './cut.ts';
import { firstField, isObject, jsonField, numberField, textField } from './field-values.ts';

/** The meaning of an action for the state of a stream. */
export interface StreamAction {
  /**
   * The owner of the state: a room, named by `mainTrackId` (else `roomId`), or a room that has become empty, named by
   * `mainTrackId`, else by `id`. @default the stream named by `id`
   */
  readonly subject?: 'room' | 'emptyRoom';
  /** Rows of a class are read without the others, and the state has the latest event of each class. */
  readonly class: HookClass;
  /** The descriptive fields that it may set. */
  readonly fields: readonly DescriptiveName[];
  readonly boundary?: Boundary['kind'];
  readonly track?: 'added' | 'left';
  /** A viewer starts or stops: the events over all streams leave it out. */
  readonly isPlay?: true;
  /** Reads the value that it sets besides its name. */
  readonly extract?: (fields: HookFields) => Health | StreamError | Recording;
}

/** An action of the whole server: `host` names it, and no stream is concerned. */
export interface ServerAction {
  readonly subject: 'server';
  /** The meaning, which is not always the wire's action. */
  readonly kind: (fields: HookFields) => ServerKind;
}

const titleFields = descriptiveNames.filter((name) => 'isTitle' in descriptiveFields[name]);

/** Every action that Ant Media Server sends (1.2 to 4.0), under the wire's own name. A new one is an entry here, a fixture and a row of the test. */
export const actions = {
  liveStreamStarted: { class: 'lifecycle', boundary: 'started', fields: descriptiveNames },
  liveStreamEnded: { class: 'lifecycle', boundary: 'ended', fields: descriptiveNames },
  liveStreamStatus: { class: 'heartbeat', fields: titleFields, extract: extractHealth },
  vodReady: { class: 'recording', fields: titleFields, extract: extractRecording },
  endpointFailed: { class: 'error', fields: titleFields, extract: extractEndpointError },
  publishTimeoutError: {
    class: 'error',
    fields: titleFields,
    extract: extractPublishTimeout,
  },
  encoderNotOpenedError: {
    class: 'error',
    fields: titleFields,
    extract: () => ({ kind: 'encoderNotOpenedError', detail: null }),
  },
  playStarted: { class: 'activity', isPlay: true, fields: titleFields },
  playStopped: { class: 'activity', isPlay: true, fields: titleFields },
  idleTimeIsExpired: { class: 'activity', fields: titleFields },
  firstActiveTrackAddedInMainTrack: {
    subject: 'room',
    class: 'lifecycle',
    boundary: 'started',
    fields: titleFields,
  },
  // Its id is the room's in what the media server sends, and a subtrack's, beside a mainTrackId, in its newest documentation.
  noActiveSubtracksLeftInMainTrack: {
    subject: 'emptyRoom',
    class: 'lifecycle',
    boundary: 'ended',
    fields: titleFields,
  },
  subtrackAddedInTheMainTrack: { subject: 'room', class: 'track', track: 'added', fields: [] },
  subtrackLeftTheMainTrack: { subject: 'room', class: 'track', track: 'left', fields: [] },
  highResourceUsage: { subject: 'server', kind: serverKindOf },
  unexpectedServerShutdown: { subject: 'server', kind: () => 'unexpectedServerShutdown' },
} satisfies Record<string, StreamAction | ServerAction>;

/** The meaning of an action that this version does not know: the last event changes, nothing else. */
const unrecognisedAction: StreamAction = { class: 'activity', fields: [] };

/** Returns the meaning of an action; `known` is false for any other name, such as `constructor`. */
export function actionOf(name: string): { action: StreamAction | ServerAction; known: boolean } {
  return Object.hasOwn(actions, name)
    ? { action: actions[name as keyof typeof actions], known: true }
    : { action: unrecognisedAction, known: false };
}

/** Returns the id of the stream or room that an action is about; undefined when the fields have none. */
export function subjectIdOf({ subject }: StreamAction, fields: HookFields, id: string): string | undefined {
  switch (subject) {
    case undefined:
      return id;
    case 'room':
      return roomOf(fields);
    case 'emptyRoom':
      return textField(fields, 'mainTrackId') ?? id;
  }
}

const roomOf = (fields: HookFields): string | undefined => firstField(textField, fields, descriptiveFields.room.wire);

function extractHealth(fields: HookFields): Health {
  const entries = healthFields.map((name) => [name, numberField(fields, name)]);
  return Object.fromEntries(entries) as Health; // its entries are these names
}

function extractRecording(fields: HookFields): Recording {
  return {
    vodId: cutTextOrNull(textField(fields, 'vodId')),
    name: cutTextOrNull(textField(fields, 'vodName')),
    durationMs: validDuration(numberField(fields, 'duration')),
  };
}

/** The media server sends a negative duration for a file that it could not read. */
const validDuration = (ms: number | null): number | null => (ms === null || ms < 0 ? null : ms);

/** Without metadata it is the publishTimeoutError of older documentation. */
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

/** The media server reports its restart under the name of the other hook; only a shutdown has `appNames`. */
function serverKindOf(fields: HookFields): ServerKind {
  return Object.hasOwn(fields, 'appNames') ? 'unexpectedServerShutdown' : 'highResourceUsage';
}

function textMember(metadata: Json | undefined, name: string): string | null {
  return isObject(metadata) ? cutTextOrNull(textField(metadata, name)) : null;
}

function cutTextOrNull(text: string | undefined): string | null {
  return text === undefined ? null : cutText(text, MAX_TEXT_BYTES);
}
