import { isJsonObject, JsonFields, type JsonObject } from './json-fields.ts';
import type { PanelClient } from './panel-client.ts';

/** A broadcast of the media server, as far as hooks are concerned. */
export interface Broadcast {
  readonly id: string;
  readonly status: string;
  /** `liveStream`, or what it is pulled from; empty where the server does not say. */
  readonly type: string;
  /** Null where it has none. */
  readonly name: string | null;
  /** The id of the room that it is published to. */
  readonly room?: string | null;
  /** Its own webhook URL; null where that of the application counts. */
  readonly hookUrl: string | null;
  /** When it went live, in ms; 0 when it never did. */
  readonly startTime: number;
}

/** Returns the path of a broadcast in the REST API of its application. */
export const broadcastPath = (id: string): string => `broadcasts/${encodeURIComponent(id)}`;

/** Reads one broadcast anew. Throws for an answer that the doctor does not understand. */
export async function fetchBroadcast(
  panel: PanelClient,
  app: string,
  id: string,
  jwtSecret: string | null,
): Promise<Broadcast> {
  const { json } = await panel.getOfApp(app, broadcastPath(id), jwtSecret);
  const broadcast = readBroadcast('The broadcast', isJsonObject(json) ? json : {});
  if (broadcast.id === id) return broadcast;
  throw new Error('The broadcast: received another one than was asked for.');
}

/** Whether a broadcast is live, or about to be. */
export const isOnAir = ({ status }: Broadcast): boolean => status === 'broadcasting' || status === 'preparing';

/** Whether a broadcast is pulled from elsewhere right now: whatever is changed of it, the server then stops and starts it again. */
export const isRunningSource = (broadcast: Broadcast): boolean => broadcast.type !== 'liveStream' && isOnAir(broadcast);

/** Reads a broadcast; `source` says in errors where it comes from. Throws for one that the doctor does not understand. */
export function readBroadcast(source: string, value: JsonObject): Broadcast {
  const fields = new JsonFields(source, value);
  return {
    id: fields.requireText('streamId'),
    status: fields.text('status') ?? '',
    type: fields.text('type') ?? '',
    name: fields.text('name') || null,
    room: fields.text('mainTrackStreamId') || null,
    hookUrl: fields.text('listenerHookURL') || null,
    startTime: fields.number('startTime') ?? 0,
  };
}
