import type { Fields, Kept, ServerEvent, StreamEvent } from '../stream/event.ts';
import { fitsKey, isStreamId, MAX_NAME } from '../stream/names.ts';
import type { Happenings, Json, Values } from '../stream/values.ts';
import { actionOf, roomOf, type ServerAction, type StreamAction, subjectOf } from './actions.ts';
import { cutFields, cutJson, cutText, MAX_METADATA, MAX_TEXT } from './cut.ts';
import { isObject, jsonOf, textOf } from './field-values.ts';

/** Longer action names are cut. */
const MAX_ACTION = 400;

/** What is known of a hook before its fields are understood. */
export type Clocked = Kept & { readonly at: number };

/** The event that the fields tell of, or why they tell of none. */
export function interpret(fields: Fields, kept: Clocked): StreamEvent | ServerEvent | string {
  const name = textOf(fields, 'action');
  if (name === undefined) return 'no action: expected one in the field action';
  const { action, known } = actionOf(name);
  if (action.about === 'server') return serverEvent(action, fields, kept);
  const id = textOf(fields, 'id');
  if (id === undefined) return 'no id: expected one in the field id';
  const subject = subjectOf(action, fields, id);
  if (subject === undefined) return 'no room: expected mainTrackId or roomId';
  const bad = [id, subject].find((one) => !isStreamId(one));
  if (bad !== undefined)
    return `an id of ${bad.length} characters: expected 1 to ${MAX_NAME} without control characters`;
  const told = cutText(name, MAX_ACTION);
  return {
    ...kept,
    about: 'stream',
    id: subject,
    action: told,
    class: action.class,
    outcome: known ? 'recorded' : 'unrecognised',
    ...(action.edge && { edge: action.edge }),
    ...(action.track && { track: { id, change: action.track } }),
    values: valuesOf(action, told, fields, kept.address),
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

function valuesOf(action: StreamAction, told: string, fields: Fields, address: string | undefined): Values {
  const happening = happeningOf[action.class];
  const node = comesFromNode.has(happening) && address !== undefined ? { node: address } : {};
  return { ...descriptionOf(action, fields), [happening]: { action: told, ...action.brings?.(fields), ...node } };
}

/** What only the media server that has the stream sends: its address is that of the stream's node. */
const comesFromNode: ReadonlySet<keyof Happenings> = new Set(['lifecycle', 'health']);

function descriptionOf(action: StreamAction, fields: Fields): Values {
  const metadata = objectOrText(jsonOf(fields, 'metadata'));
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

/** The media server sends no other metadata; what is neither is kept as its own text. */
function objectOrText(metadata: Json | undefined): Json | undefined {
  if (metadata === undefined || typeof metadata === 'string') return metadata;
  return isObject(metadata) ? metadata : JSON.stringify(metadata);
}
