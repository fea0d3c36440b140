import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isHookUrl } from '../receiving/hook-path.ts';
import { fitsKey, isStreamId } from '../stream/names.ts';
import type { Table } from '../table/table.ts';
import { EVERY_APP, hashOf, permits, type Token } from '../tokens/token.ts';
import type { TokenLookUp } from '../tokens/token-cache.ts';
import { within } from '../with-timeout.ts';
import { type Answer, errorAnswer, jsonAnswer, withoutBody } from './answer.ts';
import { type Apps, everyApp, onlyApps } from './apps.ts';
import { compressed } from './compressed.ts';
import { BadParameter, Parameters } from './parameters.ts';
import { routeOf } from './routes.ts';

/** How long the table may take, in ms: its function is ended after 10 s, and a question that hangs keeps a connection from others. */
const ANSWER_MS = 8_000;

/** What a reader works with. */
export interface Reading {
  readonly streams: Table;
  readonly tokens: Table;
  readonly lookUp: TokenLookUp;
  /** What `/` is answered with. */
  readonly page: Answer;
  /** Takes what went wrong, when something did. */
  readonly log: (error: unknown) => void;
}

/** Answers a question to the stream status table. */
export async function read(event: APIGatewayProxyEventV2, reading: Reading): Promise<Answer> {
  const answer = await compressed(await answerTo(event, reading), event.headers['accept-encoding']);
  return event.requestContext.http.method === 'HEAD' ? withoutBody(answer) : answer;
}

async function answerTo(event: APIGatewayProxyEventV2, reading: Reading): Promise<Answer> {
  if (!['GET', 'HEAD'].includes(event.requestContext.http.method)) return nowhere;
  if (event.rawPath === '/') return reading.page;
  if (isHookUrl(event.rawPath)) return postOnly;
  const found = routeOf(event.rawPath);
  if (found === undefined) return nowhere;
  const now = event.requestContext.timeEpoch;
  try {
    const secret = bearerOf(event);
    const token = secret === undefined ? undefined : await reading.lookUp.find(reading.tokens, hashOf(secret), now);
    if (!permits(token, 'read', now)) return unauthorised;
    const parameters = new Parameters(event.rawQueryString, found.route.accepts);
    const sees = (app: string, id: string) => permits(token, 'read', now, app) && fitsKey(app) && isStreamId(id);
    const body = await within(ANSWER_MS, (signal) => {
      const table = reading.streams.within(signal);
      const apps = visibleApps(table, token, parameters.app, now);
      return found.route.answer({ table, path: found.path, parameters, apps, sees, now });
    });
    return body === undefined
      ? errorAnswer(404, 'no such stream was ever heard of')
      : jsonAnswer(body, event.headers['if-none-match']);
  } catch (error) {
    if (error instanceof BadParameter) return errorAnswer(400, error.message);
    reading.log(error);
    return errorAnswer(503, 'the stream status table does not answer: ask again');
  }
}

const unauthorised = errorAnswer(
  401,
  'expected Authorization: Bearer TOKEN, a token with the scope read: see npm run tokens',
);
const postOnly = errorAnswer(405, 'received GET or HEAD, expected POST: Ant Media Server posts its hooks here', {
  allow: 'POST',
});
const nowhere = errorAnswer(404, 'no such path: README.md names those there are, under Ask it');

function bearerOf(event: APIGatewayProxyEventV2): string | undefined {
  return /^Bearer +(\S+)$/i.exec(event.headers.authorization ?? '')?.[1];
}

/** The apps to look into: a token of one app sees that app alone, and elsewhere nothing. */
function visibleApps(streams: Table, token: Token, wanted: string | undefined, now: number): Apps {
  if (token.app !== EVERY_APP) return wanted === undefined || wanted === token.app ? onlyApps(token.app) : onlyApps();
  if (wanted === undefined) return everyApp(streams, now);
  return fitsKey(wanted) ? onlyApps(wanted) : onlyApps();
}
