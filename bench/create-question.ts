import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { gatewayEvent } from '../test/gateway-event.builder.ts';
import { APP, KEY, TOKEN } from './hooks.ts';

/** A token and a key are fresh for a minute, in ms. */
const PAST_CACHE_TTL_MS = 61_000;

/** A question as API Gateway passes it to Lambda. */
export interface QuestionEvent extends APIGatewayProxyEventV2 {
  /** The time since its arrival when it is handled, in ms. */
  readonly ageMs: number;
}

/** Returns a question of the media server: whether a publisher with a key may publish. */
export function createQuestionEvent(n: number, ageMs = 0): QuestionEvent {
  const id = `cam-${n}`;
  const question = { appName: APP, name: id, streamId: id, mode: 'publish', token: KEY };
  const proxy = `${APP}/${TOKEN}`;
  const overrides = { method: 'POST', path: `/authorize/publish/${proxy}`, pathParameters: { proxy } };
  const event = gatewayEvent({ ...overrides, body: Buffer.from(JSON.stringify(question)) });
  return { ...event, routeKey: 'POST /authorize/publish/{proxy+}', ageMs };
}

/** Returns questions of which each is a minute away from the one before: what was read for that one is not fresh. */
export const createSpacedQuestions = (count: number): QuestionEvent[] =>
  Array.from({ length: count }, (_, n) => createQuestionEvent(n, (n % 2) * PAST_CACHE_TTL_MS));
