import type { EventEnvelope, HookFields, ServerEvent, StreamEvent } from '../stream/event.ts';
import { descriptiveFields } from '../stream/fields.ts';
import { fitsKey, isStreamId, MAX_NAME_LENGTH } from '../stream/names.ts';
import type { Json, LatestByClass, RegisterValues } from '../stream/values.ts';
import { actionOf, type ServerAction, type StreamAction, subjectIdOf } from './actions.ts';
import { cutFields, cutJson, cutText } from './cut.ts';
import { firstField, isObject, jsonField, textField } from './field-values.ts';

/** Longer action names are cut. */
const MAX_ACTION_LENGTH = 400;

/** An envelope with its clock: all that is known of a hook before its fields are read. */
type TimedEnvelope = EventEnvelope & { readonly at: number };

/** Returns the event that the fields describe, or the reason why they describe none. */
export function interpret(fields: HookFields, envelope: TimedEnvelope): StreamEvent | ServerEvent | string {
  const wireName = textField(fields, 'action');
  if (wireName === undefined) return 'no action: expected one in the field action';
  const { action, known } = actionOf(wireName);
  if (action.subject === 'server') return toServerEvent(action, fields, envelope);
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
    ...(action.boundary && { boundary: action.boundary }),
    ...(action.isPlay && { isPlay: true }),
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

/** The register that has the latest event of each class. */
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

/** Only the media server that has the stream sends these: its address is that of the stream's node. */
const registersWithNode: ReadonlySet<keyof LatestByClass> = new Set(['lifecycle', 'health']);

function extractDescription({ fields: names }: StreamAction, fields: HookFields): RegisterValues {
  const values = names.flatMap((name) => {
    const { wire, kind, maxBytes } = descriptiveFields[name];
    const value = firstField<Json>(kind === 'text' ? textField : objectOrText, fields, wire);
    return value === undefined ? [] : [[name, cutJson(value, maxBytes)]];
  });
  return Object.fromEntries(values);
}

/** Reads an object or a text, as the media server sends it; any other value becomes JSON text. */
function objectOrText(fields: HookFields, name: string): Json | undefined {
  const value = jsonField(fields, name);
  if (value === undefined || typeof value === 'string') return value;
  return isObject(value) ? value : JSON.stringify(value);
}
