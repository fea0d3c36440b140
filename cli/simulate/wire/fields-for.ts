import type { HookFields } from '../../../lambda/stream/event.ts';
import type { Json } from '../../../lambda/stream/values.ts';
import { actionSince, type Encoding, fieldSince, first, isSince, type Version } from './versions.ts';

/** Something that happened in the media server, whatever its version then tells of it. */
export interface Hook {
  /** An app's webhook, or one of the whole server (publish authorisation is written like these). */
  readonly from: 'app' | 'server';
  /** Under the names of the wire, without `app`, `timestamp` and `metadata`; blank ones are not sent. */
  readonly fields: Readonly<Record<string, string | number | null>>;
  /** The broadcast's metadata as it is stored: text, which may be JSON. */
  readonly metadata?: string;
  /** What the publisher added to the publish URL, not percent-decoded. */
  readonly publisherParameters?: Readonly<Record<string, string>>;
}

/** How a media server speaks. */
export interface Dialect {
  readonly ams: Version;
  readonly encoding: Encoding;
  /** The name of the application whose webhooks these are. */
  readonly app: string;
}

/** What a version tells of a hook composed at a time (ms since the epoch); undefined when it sends none. */
export function fieldsFor(hook: Hook, at: number, dialect: Dialect): HookFields | undefined {
  const action = String(hook.fields.action ?? '');
  if (hook.from === 'server')
    return isSince(dialect.ams, actionSince[action] ?? first.webhooks) ? hook.fields : undefined;
  const metadata = toMetadata(hook.metadata, dialect.ams);
  if (metadata === UNSENDABLE || !isSent(hook, action, dialect)) return undefined;
  const timestamp = action === 'liveStreamStatus' ? at : String(at);
  const all: HookFields = { ...hook.fields, metadata: metadata ?? '', app: dialect.app, timestamp: timestamp };
  const sent = Object.entries(all).filter(([name, value]) => value !== '' && isFieldSent(name, action, dialect.ams));
  return Object.fromEntries([...sent, ...publisherFields(hook, action, dialect.ams)]);
}

function isSent({ fields }: Hook, action: string, { ams, encoding }: Dialect): boolean {
  const since = actionSince[action];
  if (since === undefined || !isSince(ams, since)) return false;
  const isUnnamedHeartbeat = action === 'liveStreamStatus' && (fields.streamName ?? null) === null;
  return !(isUnnamedHeartbeat && encoding === 'form'); // the sender fails on the null name
}

function isFieldSent(field: string, action: string, ams: Version): boolean {
  const since = fieldSince(field, action);
  return since !== undefined && isSince(ams, since);
}

const UNSENDABLE = Symbol('the sender breaks on this metadata');

/** An object since 2.10 when the text is one; text that is JSON but no object breaks the sender since then. */
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

/** The publisher's parameters are put over the server's own fields: any of them can be forged. */
function publisherFields({ publisherParameters = {} }: Hook, action: string, ams: Version): [string, string][] {
  const merges = action === 'liveStreamStarted' || action === 'liveStreamEnded';
  return merges && isSince(ams, first.publisherParameters) ? Object.entries(publisherParameters) : [];
}
