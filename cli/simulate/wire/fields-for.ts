import type { HookFields } from '../../../lambda/stream/event.ts';
import type { Json } from '../../../lambda/stream/values.ts';
import { actionSince, type Encoding, fieldSince, first, isSince, type Version } from './versions.ts';

/** A hook of the media server, independent of its version. */
export interface SimulatedHook {
  /** The webhook of an app, or that of the whole server. */
  readonly from: 'app' | 'server';
  /** By their names on the wire, without `app`, `timestamp` and `metadata`. Empty fields are not sent. */
  readonly fields: Readonly<Record<string, string | number | null>>;
  /** The stored metadata of the broadcast: text, which may be JSON. */
  readonly metadata?: string;
  /** The parameters of the publish URL, not percent-decoded. */
  readonly publisherParameters?: Readonly<Record<string, string>>;
}

/** The version and encoding of a media server. */
export interface Dialect {
  readonly ams: Version;
  readonly encoding: Encoding;
  /** The app that sends the hooks. */
  readonly app: string;
}

/** Returns the fields that a version sends for a hook at a time (ms since the epoch), or undefined when it does not send it. */
export function fieldsFor(hook: SimulatedHook, at: number, dialect: Dialect): HookFields | undefined {
  const action = String(hook.fields.action ?? '');
  if (hook.from === 'server')
    return isSince(dialect.ams, actionSince[action] ?? first.webhooks) ? hook.fields : undefined;
  const metadata = toMetadata(hook.metadata, dialect.ams);
  if (metadata === UNSENDABLE || !isSent(hook, action, dialect)) return undefined;
  const timestamp = action === 'liveStreamStatus' ? at : String(at);
  const all: HookFields = { ...hook.fields, metadata: metadata ?? '', app: dialect.app, timestamp };
  const sent = Object.entries(all).filter(([name, value]) => value !== '' && isFieldSent(name, action, dialect.ams));
  return Object.fromEntries([...sent, ...publisherFields(hook, action, dialect.ams)]);
}

function isSent({ fields }: SimulatedHook, action: string, { ams, encoding }: Dialect): boolean {
  const since = actionSince[action];
  if (since === undefined || !isSince(ams, since)) return false;
  const isUnnamedHeartbeat = action === 'liveStreamStatus' && (fields.streamName ?? null) === null;
  return !(isUnnamedHeartbeat && encoding === 'form'); // the media server fails on the null name
}

function isFieldSent(field: string, action: string, ams: Version): boolean {
  const since = fieldSince(field, action);
  return since !== undefined && isSince(ams, since);
}

const UNSENDABLE = Symbol('the media server fails on this metadata');

/** Returns the text, or since 2.10 the object in it. Since then the media server fails on other JSON. */
function toMetadata(text: string | undefined, ams: Version): Json | undefined | typeof UNSENDABLE {
  if (text === undefined || !isSince(ams, first.json)) return text;
  let json: Json;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : UNSENDABLE;
}

/** Returns the publisher's parameters, which the media server merges over its own fields: any field can be forged. */
function publisherFields(
  { publisherParameters = {} }: SimulatedHook,
  action: string,
  ams: Version,
): [string, string][] {
  const merges = action === 'liveStreamStarted' || action === 'liveStreamEnded';
  return merges && isSince(ams, first.publisherParameters) ? Object.entries(publisherParameters) : [];
}
