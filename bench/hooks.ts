import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { hookEvent } from '../test/gateway-event.builder.ts';

/** The app and the token of every hook of the benchmark. */
export const APP = 'LiveApp';
export const TOKEN = 'bench-token-0123456789012345678901234567890';
/** The key of every publisher. */
export const KEY = 'amk_benchmark0123456789012345678901';

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded; charset=ISO-8859-1' };

/** The hooks of a stream from its start to its recording, in order. */
export const measuredActions = ['liveStreamStarted', 'liveStreamEnded', 'vodReady'] as const;
export type Action = (typeof measuredActions)[number];

/** The fields that differ by action, in the media server's order. */
const fieldsByAction: Record<Action, string> = {
  liveStreamStarted: 'streamName=Caf%E9+Z%FCrich',
  liveStreamEnded: 'streamName=Caf%E9+Z%FCrich',
  vodReady: 'duration=94211&vodId=8f2kQ0rWcV1nT5yBz7LmXa93&vodName=Caf%E9+Z%FCrich',
};

/** Returns a hook as API Gateway passes it to Lambda: a form in the media server's charset. */
export function createHookEvent(action: Action, id: string, timestamp: number): APIGatewayProxyEventV2 {
  const body = Buffer.from(`${fieldsByAction[action]}&app=${APP}&action=${action}&id=${id}&timestamp=${timestamp}`);
  return hookEvent(APP, TOKEN, body, { headers: formHeaders, timeEpoch: timestamp, requestId: `${id}-${timestamp}` });
}
