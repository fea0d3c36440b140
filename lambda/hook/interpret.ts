import type { EventEnvelope, HookFields, ServerEvent, StreamEvent } from '../stream/event.ts';
import { fitsKey, isStreamId, MAX_NAME_LENGTH } from '../stream/names.ts';
import type { Json, LatestByClass, RegisterValues } from '../stream/values.ts';
import { actionOf, roomOf, type ServerAction, type StreamAction, subjectIdOf } from './actions.ts';
import { cutFields, cutJson, cutText, MAX_METADATA_BYTES, MAX_TEXT_BYTES } from './cut.ts';
import { isObject, jsonField, textField } from './field-values.ts';

/** Longer action names are cut. */
const MAX_ACTION_LENGTH = 400;

/** What is known of a hook before its fields are understood. */
export type TimedEnvelope = EventEnvelope & { readonly at: number };

/** The event that the fields tell of, or why they tell of none. */
export function interpret(fields: HookFields, envelope: TimedEnvelope): StreamEvent | ServerEvent | string {
  const wireName = textField(fields, 'action');
  if (wireName === undefined) return 'no action: expected one in the field action';
  const { action, known } = actionOf(wireName);
  if (action.about === 'server') return toServerEvent(action, fields, envelope);
  const id = textField(fields, 'id');
  if (id === undefined) return 'no id: expected one in the field id';
  const subject = subjectIdOf(action, fields, id);
  if (subject === undefined) return 'no room: expected mainTrackId or roomId';
  const bad = [id, subject].find((one) => !isStreamId(one));
  if (bad !== undefined)
    return `an id of ${bad.length} characters: expected 1 to ${MAX_NAME_LENGTH} without control characters`;
  const actionName = cutText(wireName, MAX_ACTION_LENGTH);
  return {
    ...envelope,
    type: 'stream',
    id: subject,
    action: actionName,
    class: action.class,
    outcome: known ? 'recorded' : 'unrecognised',
    ...(action.edge && { edge: action.edge }),
    ...(action.track && { track: { id, change: action.track } }),
    values: extractValues(action, actionName, fields, envelope.address),
    fields: cutFields(fields),
  };
}

function toServerEvent(action: ServerAction, fields: HookFields, envelope: TimedEnvelope): ServerEvent | string {
  const host = textField(fields, 'host');
  if (host === undefined) return 'no host: expected one in the field host';
  if (!fitsKey(host)) return `a host of ${host.length} characters: expected at most ${MAX_NAME_LENGTH}, encoded`;
  return { ...envelope, type: 'server', host, kind: action.kind(fields), fields: cutFields(fields) };
}

/** Which value of the state each action's class is the latest of. */
const registerOfClass = {
  lifecycle: 'lifecycle',
  heartbeat: 'health',
  recording: 'lastRecording',
  error: 'lastError',
  track: 'activity',
  activity: 'activity',
} as const satisfies Record<StreamAction['class'], keyof LatestByClass>;

function extractValues(
  action: StreamAction,
  actionName: string,
  fields: HookFields,
  address: string | undefined,
): RegisterValues {
  const register = registerOfClass[action.class];
  const node = registersWithNode.has(register) && address !== undefined ? { node: address } : {};
  return {
    ...extractDescription(action, fields),
    [register]: { action: actionName, ...action.extract?.(fields), ...node },
  };
}

/** What only the media server that has the stream sends: its address is that of the stream's node. */
const registersWithNode: ReadonlySet<keyof LatestByClass> = new Set(['lifecycle', 'health']);

function extractDescription(action: StreamAction, fields: HookFields): RegisterValues {
  const metadata = objectOrText(jsonField(fields, 'metadata'));
  const texts = {
    name: textField(fields, 'streamName'),
    category: textField(fields, 'category'),
    room: roomOf(fields),
    subscriberId: textField(fields, 'subscriberId'),
  };
  const values: [string, RegisterValues[keyof RegisterValues]][] = [];
  for (const field of action.descriptiveFields) {
    const value = field === 'metadata' ? metadata : texts[field];
    if (value !== undefined)
      values.push([field, cutJson(value, field === 'metadata' ? MAX_METADATA_BYTES : MAX_TEXT_BYTES)]);
  }
  return Object.fromEntries(values);
}

/** The media server sends no other metadata; what is neither is kept as its own text. */
function objectOrText(metadata: Json | undefined): Json | undefined {
  if (metadata === undefined || typeof metadata === 'string') return metadata;
  return isObject(metadata) ? metadata : JSON.stringify(metadata);
}
