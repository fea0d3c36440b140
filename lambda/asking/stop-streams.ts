import { mapConcurrently } from '../map-concurrently.ts';
import { type Access, MAX_REQUESTS, openAgent } from './ask-server.ts';
import { readSuccess } from './conclude.ts';
import { diagnoseFailure, diagnoseResponse } from './diagnose.ts';
import { postResponse, type RestResponse } from './get-response.ts';
import { broadcastUrl } from './server-url.ts';

/** Ids in a request to stop streams: with a server that is silent it takes three rounds of 5 s, which the asker has. */
export const MAX_STOPS = 3 * MAX_REQUESTS;

/** In ms, for each request: a server closes the publisher's connection before it answers. */
const STOP_TIMEOUT_MS = 5_000;

/** The result of a request to stop a stream; `text` is in plain words, without anything that the server sent. */
export interface StopResult {
  readonly id: string;
  readonly stopped: boolean;
  readonly text: string;
}

/** The results of a request to stop some streams. */
export interface StopReport {
  /** The reason why it could not be asked at all; null when it was. */
  readonly error: string | null;
  readonly results: readonly StopResult[];
}

/** Asks a server to stop these streams, each once, and says what it answered. Never throws. */
export async function stopStreams(access: Access, ids: readonly string[]): Promise<StopReport> {
  const agent = openAgent(access.url, false); // on a connection that was used before, a request may be sent twice
  try {
    return { error: null, results: await mapConcurrently(ids, MAX_REQUESTS, (id) => stopStream(access, agent, id)) };
  } finally {
    agent.destroy();
  }
}

/** Returns the report of a server that could not be asked. */
export const stopError = (error: string): StopReport => ({ error, results: [] });

async function stopStream(
  { url, authorization }: Access,
  agent: ReturnType<typeof openAgent>,
  id: string,
): Promise<StopResult> {
  const broadcast = broadcastUrl(url, id);
  if (broadcast === undefined) return { id, stopped: false, text: 'not asked: its id cannot be asked about' };
  try {
    return {
      id,
      ...readStopped(await postResponse(`${broadcast}/stop`, { agent, authorization, timeoutMs: STOP_TIMEOUT_MS })),
    };
  } catch (error) {
    return { id, stopped: false, text: diagnoseFailure(error).text };
  }
}

function readStopped(response: RestResponse): Omit<StopResult, 'id'> {
  const stopped = readSuccess(response);
  if (stopped === true) return { stopped, text: 'stopped' };
  if (stopped === false) return { stopped, text: 'it answered that it stopped nothing: it may have ended already' };
  const text = response.status === 404 ? 'it has no such stream or application (404)' : diagnoseResponse(response).text;
  return { stopped: false, text };
}
