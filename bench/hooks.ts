import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { hookEvent } from '../test/gateway-event.ts';

/** The app, and the token, that every hook of the benchmark comes with. */
export const APP = 'LiveApp';
export const TOKEN = 'bench-token-0123456789012345678901234567890';

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded; charset=ISO-8859-1' };

/** What a media server tells of a stream from its start to its recording, in the order of `actions`. */
export const actions = ['liveStreamStarted', 'liveStreamEnded', 'vodReady'] as const;
export type Action = (typeof actions)[number];

/** What each says besides, in the order in which the media server says it. */
const fieldsByAction: Record<Action, string> = {
  liveStreamStarted: 'streamName=Caf%E9+Z%FCrich',
  liveStreamEnded: 'streamName=Caf%E9+Z%FCrich',
  vodReady: 'duration=94211&vodId=8f2kQ0rWcV1nT5yBz7LmXa93&vodName=Caf%E9+Z%FCrich',
};

/** A hook of a stream as API Gateway hands it to a Lambda: a form in the media server's own charset. */
export function createHook(action: Action, id: string, timestamp: number): APIGatewayProxyEventV2 {
  const body = Buffer.from(`${fieldsByAction[action]}&app=${APP}&action=${action}&id=${id}&timestamp=${timestamp}`);
  return hookEvent(APP, TOKEN, body, { headers: formHeaders, timeEpoch: timestamp, requestId: `${id}-${timestamp}` });
}
