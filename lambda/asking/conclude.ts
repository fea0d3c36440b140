import { diagnoseResponse } from './diagnose.ts';
import type { RestResponse } from './get-response.ts';
import type { Verdict } from './media-servers.ts';

/** The statuses that Ant Media Server gives to a broadcast, by what they mean; any other is not concluded from. */
const verdictKinds = new Map<unknown, 'live' | 'ended'>([
  ['broadcasting', 'live'],
  ['preparing', 'live'], // a pull source that waits for its far end
  ['created', 'ended'], // never live, or reset by an unclean restart
  ['finished', 'ended'],
  ['error', 'ended'],
  ['failed', 'ended'],
  ['terminated_unexpectedly', 'ended'], // nothing came for 20 s: also a stream of a cluster's dead node
]);

/** Returns the number of broadcasts that an application counts; undefined when the response is not that of Ant Media Server. */
export function readCount(response: RestResponse): number | undefined {
  const count = readJsonObject(response)?.number;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

/**
 * Concludes from the response to a request for a broadcast, whose application has just counted its broadcasts: without that a 404
 * may as well be that of a mistyped application.
 */
export function concludeFrom(id: string, response: RestResponse): Verdict {
  if (response.status === 404) return concludeFromNotFound(response);
  const broadcast = readJsonObject(response);
  if (broadcast === undefined) return { kind: 'unclear', reason: diagnoseResponse(response).text };
  if (broadcast.streamId !== id) return { kind: 'unclear', reason: 'it answered with something else than this stream' };
  const kind = verdictKinds.get(broadcast.status);
  if (kind === 'live') return { kind };
  if (kind === 'ended') return { kind, updateTime: readTime(broadcast.updateTime) };
  return { kind: 'unclear', reason: 'it gave the stream a status that this version does not know' };
}

/** Returns a time in ms; null for 0, which a broadcast that was never live has, and for anything else. */
const readTime = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;

/** The path of a request as Tomcat quotes it in the error of an application that it does not have: `[&#47;LiveApp&#47;rest&#47;v2…]`. */
const QUOTED_PATH = /rest(\/|&#47;)v2/;

/** An application that is being replaced is not there for a while; a broadcast that is not there is a 404 that quotes no path. */
const concludeFromNotFound = ({ body }: RestResponse): Verdict =>
  QUOTED_PATH.test(body)
    ? { kind: 'unclear', reason: 'it does not have this application any more' }
    : { kind: 'ended', updateTime: null };

/** Returns whether a request to change something did so, as the server says; undefined when the response is not that of Ant Media Server. */
export function readSuccess(response: RestResponse): boolean | undefined {
  const success = readJsonObject(response)?.success;
  return typeof success === 'boolean' ? success : undefined;
}

/** Returns the JSON object of a response with the status 200; undefined when it has none. */
function readJsonObject({
  status,
  contentType = '',
  body,
}: RestResponse): Readonly<Record<string, unknown>> | undefined {
  if (status !== 200 || !/^application\/json *(;|$)/i.test(contentType)) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined; // only read by name
  } catch {
    return undefined;
  }
}
