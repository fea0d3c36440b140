import { hash } from 'node:crypto';
import type { Agent } from 'node:http';
import { diagnoseFailure } from '../../lambda/asking/diagnose.ts';
import { getResponse, postJson, type RestResponse, sendJsonText } from '../../lambda/asking/get-response.ts';
import { createJwt } from '../../lambda/asking/jwt.ts';
import { isJsonObject } from './json-fields.ts';
import type { PanelCredentials } from './panel-credentials.ts';

/** In ms, for each request, body included: a page of broadcasts is long, and a busy server slow. */
const REQUEST_TIMEOUT_MS = 10_000;

/** In ms, for what is written: a cluster stores settings at every node. */
const WRITE_TIMEOUT_MS = 30_000;

/** In bytes: a page of broadcasts, some of whose metadata is long. */
const MAX_BODY_BYTES = 8_388_608;

/** The panel of a media server, logged in. */
export interface PanelClient {
  /** Gets a path below `/rest/v2/`. Throws, with what was received, when it is not 200. */
  readonly get: (path: string) => Promise<PanelResponse>;
  /** Gets a path of an application's own REST API below `/rest/v2/`, past its list of allowed addresses. */
  readonly getOfApp: (app: string, path: string, jwtSecret: string | null) => Promise<PanelResponse>;
  /** Posts JSON text as it is, once, and returns the JSON of the answer. Throws, with what was received, when it is not 200. */
  readonly post: (path: string, text: string) => Promise<unknown>;
  /** Puts JSON text to a path of an application's own REST API; else as `post`. */
  readonly putOfApp: (app: string, path: string, text: string, jwtSecret: string | null) => Promise<unknown>;
}

/** The JSON of a response with the status 200, and the clock of the server. */
export interface PanelResponse {
  readonly json: unknown;
  /** What the JSON was read from. It may hold secrets. */
  readonly text: string;
  /** How far its clock is ahead of ours, in ms; null when it is not known. */
  readonly clockAheadMs: number | null;
  /** Whether something in front of the server answered, or passed the answer on. */
  readonly isRelayed: boolean;
}

/**
 * Logs in, once: the third wrong password blocks the user. Throws when that is refused. The agent must not keep connections alive:
 * on one that was used before, the login, or what is written, could be sent twice.
 */
export async function openPanel(server: string, credentials: PanelCredentials, agent: Agent): Promise<PanelClient> {
  const session = credentials.type === 'jwt' ? jwtHeaders(credentials.secret) : await logIn(server, credentials, agent);
  const optionsFor = (jwtSecret: string | null, timeoutMs: number) => {
    const authorization = jwtSecret === null ? null : createJwt(jwtSecret, Date.now());
    return { agent, authorization, headers: session, timeoutMs, maxBodyBytes: MAX_BODY_BYTES };
  };
  const get = async (path: string, jwtSecret: string | null = null): Promise<PanelResponse> => {
    const sentAt = Date.now();
    const options = optionsFor(jwtSecret, REQUEST_TIMEOUT_MS);
    const response = await orExplain(path, getResponse(`${server}/rest/v2/${path}`, options));
    const clockAheadMs = clockAheadOf(response, (sentAt + Date.now()) / 2);
    const json = requireJson(path, response, credentials);
    return { json, text: response.body, clockAheadMs, isRelayed: response.isRelayed === true };
  };
  const send = async (method: 'POST' | 'PUT', path: string, text: string, jwtSecret: string | null) => {
    const options = optionsFor(jwtSecret, WRITE_TIMEOUT_MS);
    const response = await orExplain(path, sendJsonText(method, `${server}/rest/v2/${path}`, text, options));
    return requireJson(path, response, credentials);
  };
  return {
    get,
    getOfApp: (app, path, jwtSecret) => get(pathOfApp(app, path), jwtSecret),
    post: (path, text) => send('POST', path, text, null),
    putOfApp: (app, path, text, jwtSecret) => send('PUT', pathOfApp(app, path), text, jwtSecret),
  };
}

const pathOfApp = (app: string, path: string): string => `request?_path=${encodeURIComponent(app)}/rest/v2/${path}`;

/** The server's own JWT has a header of its own, and no `Bearer `. */
const jwtHeaders = (secret: string) => ({ ProxyAuthorization: createJwt(secret, Date.now()) });

const LOGIN = 'users/authenticate';

async function logIn(
  server: string,
  { email, password }: Extract<PanelCredentials, { type: 'user' }>,
  agent: Agent,
): Promise<Record<string, string>> {
  const body = { email, password: hash('md5', password) }; // every release takes this form, and only newer ones the password
  const options = { agent, authorization: null, timeoutMs: REQUEST_TIMEOUT_MS };
  const response = await orExplain(LOGIN, postJson(`${server}/rest/v2/${LOGIN}`, body, options));
  const answer = requireJson(LOGIN, response);
  const { success, message } = isJsonObject(answer) ? answer : {};
  if (success === true) return { cookie: (response.cookies ?? []).map((cookie) => cookie.split(';')[0]).join('; ') };
  if (success !== false) throw unexpected(LOGIN, 'JSON without success');
  if (typeof message === 'string' && message.includes('blocked'))
    throw new Error(
      'The panel has blocked this user after too many wrong passwords: wait for 5 minutes, and try again.',
    );
  throw new Error(
    'The panel refused the e-mail or the password, expected those of a user of the web panel. It was tried once: the third wrong one blocks the user for 5 minutes.',
  );
}

async function orExplain(path: string, response: Promise<RestResponse>): Promise<RestResponse> {
  try {
    return await response;
  } catch (error) {
    throw new Error(`${nameOf(path)}: ${diagnoseFailure(error).text}. ${CHECK_SERVER}`, { cause: error });
  }
}

/** Whether a request failed as its answer is longer than is read. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'TOO_LARGE';

const CHECK_SERVER =
  'Check --server, such as https://media.example.com:5443, and that the panel can be reached from here.';

/** Returns the JSON of a response. Throws for any other; the error quotes nothing of it. */
function requireJson(path: string, response: RestResponse, credentials?: PanelCredentials): unknown {
  const { status, contentType = '', body } = response;
  if (status === 403) throw new Error(`${nameOf(path)}: ${explainRefusal(path, body, credentials)}`);
  if (status !== 200) throw unexpected(path, describeStatus(response));
  if (!/^application\/json *(;|$)/i.test(contentType)) throw unexpected(path, `${describeBody(body)} with status 200`);
  try {
    return JSON.parse(body);
  } catch {
    throw unexpected(path, 'text that is no JSON'); // the error of JSON.parse quotes it
  }
}

function unexpected(path: string, received: string): Error {
  return new Error(
    `${nameOf(path)}: received ${received}, expected JSON, as Ant Media Server's web panel answers. ${CHECK_SERVER}`,
  );
}

/** Without the query, which is an application's path behind the panel's. */
const nameOf = (path: string): string => `/rest/v2/${path.replace(/^request\?_path=/, '… ')}`;

function describeStatus({ status, body }: RestResponse): string {
  if (status >= 300 && status < 400) return `a redirect (${status}), which is not followed`;
  return `status ${status} with ${describeBody(body)}`;
}

function describeBody(body: string): string {
  if (body.trim() === '') return 'nothing';
  return /^\s*<(!doctype|html)/i.test(body) ? 'HTML' : 'another text';
}

function explainRefusal(path: string, body: string, credentials: PanelCredentials | undefined): string {
  if (body.includes('Not allowed IP'))
    return 'received a refusal of this address (403): add it to the allowed addresses of the panel (server.allowed_dashboard_CIDR).';
  if (body.includes('Invalid App JWT Token'))
    return "received a refusal of the application's JWT filter (403): log in with --user, or check both clocks.";
  if (body.includes('is getting initialized')) return 'the application is starting (403): try again in some seconds.';
  if (path === LOGIN)
    return 'received a refusal (403), expected an answer to the login: a firewall or a proxy in front, or the allowed addresses of the panel (server.allowed_dashboard_CIDR), keep this address out.';
  return credentials?.type === 'jwt'
    ? 'received a refusal (403), expected AMS_JWT_SECRET to be server.jwtServerSecretKey, with server.jwtServerControlEnabled=true, and clocks that agree.'
    : 'received a refusal (403), expected that the user may see this application: log in as an administrator of the panel.';
}

/** The header `date` has whole seconds: on average it is half a second behind. */
function clockAheadOf({ date = '' }: RestResponse, now: number): number | null {
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : Math.round(time + 500 - now);
}
