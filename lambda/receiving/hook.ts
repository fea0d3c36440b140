import { createHash } from 'node:crypto';
import { fitsKey, isStreamId, MAX_NAME } from '../stream/names.ts';
import type { Change, Happenings, Values } from '../stream/state.ts';
import { actionOf, roomOf, type ServerAction, type StreamAction } from './actions.ts';
import { readBody, textOfBytes, writeBody } from './body.ts';
import { cutFields, cutJson, cutText, MAX_BODY, MAX_METADATA, MAX_TEXT } from './cut.ts';
import { type Fields, jsonOf, textOf } from './fields.ts';
import { maskJson, maskText } from './mask.ts';

/** A request as it came, before anything of it is believed. */
export interface Received {
  /** The namespace that the URL names: never the body's own `app`. */
  readonly app: string;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** API Gateway's id of the request. */
  readonly requestId: string;
}

/** What every hook has, once it is read, masked and cut. */
interface Kept {
  readonly app: string;
  /** Equal for two requests exactly when one is a retry of the other. */
  readonly identity: string;
  readonly receivedAt: number;
}

/** An event of one stream. */
export interface StreamEvent extends Kept, Change {
  readonly about: 'stream';
  readonly id: string;
  /** The wire's own name of the action. */
  readonly action: string;
  readonly class: StreamAction['class'];
  readonly outcome: 'recorded' | 'unrecognised';
  /** The subtrack that joined or left, when that is what happened. */
  readonly track?: { readonly id: string; readonly change: 'added' | 'left' };
  readonly fields: Fields;
}

/** An event of a whole media server. */
export interface ServerEvent extends Kept {
  readonly about: 'server';
  readonly host: string;
  readonly kind: ReturnType<ServerAction['kind']>;
  readonly at: number;
  readonly fields: Fields;
}

/** A body that could not be read, and why. */
export interface Unreadable extends Kept {
  readonly about: 'nothing';
  readonly reason: string;
  readonly body: string;
}

export type Hook = StreamEvent | ServerEvent | Unreadable;

/** A timestamp further ahead of the clock than this (ms) is forged or broken: followed, it would freeze the state. */
const MAX_AHEAD_MS = 120_000;
/** 132 bits of SHA-256: short in a key, and no two hooks share it. */
const IDENTITY_LENGTH = 22;
/** Longer action names are cut. */
const MAX_ACTION = 400;

/** Decodes a hook: what arrived, as plain data, with every secret masked. */
export function readHook(received: Received): Hook {
  const { app, bytes, receivedAt } = received;
  const body = readBody(bytes, received.contentType);
  if ('unreadable' in body) return unreadable(received, body.unreadable, maskText(textOfBytes(bytes)));
  const fields = maskJson(body.fields) as Fields; // an object stays an object
  const timestamp = clockOf(fields, receivedAt);
  const kept = {
    app,
    receivedAt,
    at: timestamp ?? receivedAt,
    identity: identityOf(received, timestamp !== undefined),
  };
  const hook = interpret(fields, kept);
  return typeof hook === 'string' ? unreadable(received, hook, writeBody(fields, body.encoding)) : hook;
}

type Clocked = Kept & { readonly at: number };

/** The event that the fields tell of, or why they tell of none. */
function interpret(fields: Fields, kept: Clocked): StreamEvent | ServerEvent | string {
  const name = textOf(fields, 'action');
  if (name === undefined) return 'no action: expected one in the field action';
  const { action, known } = actionOf(name);
  if (action.about === 'server') return serverEvent(action, fields, kept);
  const id = textOf(fields, 'id');
  if (id === undefined) return 'no id: expected one in the field id';
  const subject = action.about === 'room' ? roomOf(fields) : id;
  if (subject === undefined) return 'no room: expected mainTrackId or roomId';
  if (!isStreamId(id) || !isStreamId(subject))
    return `an id that the server cannot send: expected 1 to ${MAX_NAME} of A-Z a-z 0-9 - _ .`;
  return {
    ...kept,
    about: 'stream',
    id: subject,
    action: cutText(name, MAX_ACTION),
    class: action.class,
    outcome: known ? 'recorded' : 'unrecognised',
    ...(action.edge && { edge: action.edge }),
    ...(action.track && { track: { id, change: action.track } }),
    values: valuesOf(action, name, fields),
    fields: cutFields(fields),
  };
}

function serverEvent(action: ServerAction, fields: Fields, kept: Clocked): ServerEvent | string {
  const host = textOf(fields, 'host');
  if (host === undefined) return 'no host: expected one in the field host';
  if (!fitsKey(host)) return `a host of ${host.length} characters: expected at most ${MAX_NAME}, encoded`;
  return { ...kept, about: 'server', host, kind: action.kind(fields), fields: cutFields(fields) };
}

/** Which value of the state each action's class is the latest of. */
const happeningOf = {
  lifecycle: 'lifecycle',
  heartbeat: 'health',
  recording: 'lastRecording',
  error: 'lastError',
  track: 'activity',
  activity: 'activity',
} as const satisfies Record<StreamAction['class'], keyof Happenings>;

function valuesOf(action: StreamAction, name: string, fields: Fields): Values {
  const happening = happeningOf[action.class];
  const brought = action.brings?.(fields);
  return { ...descriptionOf(action, fields), [happening]: { action: cutText(name, MAX_ACTION), ...brought } };
}

function descriptionOf(action: StreamAction, fields: Fields): Values {
  const metadata = jsonOf(fields, 'metadata');
  const told = {
    name: textOf(fields, 'streamName'),
    category: textOf(fields, 'category'),
    room: roomOf(fields),
    subscriberId: textOf(fields, 'subscriberId'),
  };
  const values: [string, Values[keyof Values]][] = [];
  for (const field of action.describes) {
    const value = field === 'metadata' ? metadata : told[field];
    if (value !== undefined) values.push([field, cutJson(value, field === 'metadata' ? MAX_METADATA : MAX_TEXT)]);
  }
  return Object.fromEntries(values);
}

/** The event's own clock; undefined when it has none that can be used. */
function clockOf(fields: Fields, receivedAt: number): number | undefined {
  const value = Object.hasOwn(fields, 'timestamp') ? fields.timestamp : undefined;
  const at = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const usable = typeof at === 'number' && Number.isInteger(at) && at >= 0 && at <= receivedAt + MAX_AHEAD_MS;
  return usable ? at : undefined;
}

/** A retry is byte-identical, and a clock makes the bytes of two events differ; without one, each request is an event. */
function identityOf({ app, bytes, requestId }: Received, clocked: boolean): string {
  const hash = createHash('sha256').update(app).update('\0').update(bytes);
  if (!clocked) hash.update('\0').update(requestId);
  return hash.digest('base64url').slice(0, IDENTITY_LENGTH);
}

function unreadable(received: Received, reason: string, body: string): Unreadable {
  const { app, receivedAt } = received;
  const identity = identityOf(received, false);
  return { about: 'nothing', app, receivedAt, identity, reason, body: cutText(body, MAX_BODY) };
}
