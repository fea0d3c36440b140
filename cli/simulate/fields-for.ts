import type { Fields } from '../../lambda/stream/event.ts';
import type { Json } from '../../lambda/stream/values.ts';
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
export interface Manner {
  readonly ams: Version;
  readonly encoding: Encoding;
  /** The name of the application whose webhooks these are. */
  readonly app: string;
}

/** What a version tells of a hook composed at a time (ms since the epoch); undefined when it sends none. */
export function tell(hook: Hook, at: number, manner: Manner): Fields | undefined {
  const action = String(hook.fields.action ?? '');
  if (hook.from === 'server')
    return isSince(manner.ams, actionSince[action] ?? first.webhooks) ? hook.fields : undefined;
  const metadata = metadataOf(hook.metadata, manner.ams);
  if (metadata === unsendable || !isSent(hook, action, manner)) return undefined;
  const clock = action === 'liveStreamStatus' ? at : String(at);
  const all: Fields = { ...hook.fields, metadata: metadata ?? '', app: manner.app, timestamp: clock };
  const told = Object.entries(all).filter(([name, value]) => value !== '' && isTold(name, action, manner.ams));
  return Object.fromEntries([...told, ...mergedLast(hook, action, manner.ams)]);
}

function isSent({ fields }: Hook, action: string, { ams, encoding }: Manner): boolean {
  const since = actionSince[action];
  if (since === undefined || !isSince(ams, since)) return false;
  const isUnnamedHeartbeat = action === 'liveStreamStatus' && (fields.streamName ?? null) === null;
  return !(isUnnamedHeartbeat && encoding === 'form'); // the sender fails on the null name
}

function isTold(field: string, action: string, ams: Version): boolean {
  const since = fieldSince(field, action);
  return since !== undefined && isSince(ams, since);
}

const unsendable = Symbol('the sender breaks on this metadata');

/** An object since 2.10 when the text is one; text that is JSON but no object breaks the sender since then. */
function metadataOf(text: string | undefined, ams: Version): Json | undefined | typeof unsendable {
  if (text === undefined || !isSince(ams, first.json)) return text;
  let json: Json;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : unsendable;
}

/** The publisher's parameters are put over the server's own fields: any of them can be forged. */
function mergedLast({ publisherParameters = {} }: Hook, action: string, ams: Version): [string, string][] {
  const merges = action === 'liveStreamStarted' || action === 'liveStreamEnded';
  return merges && isSince(ams, first.publisherParameters) ? Object.entries(publisherParameters) : [];
}
