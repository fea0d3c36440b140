import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { captured } from '../../asking/rest-server.ts';

/** A request that reached the panel. */
export interface PanelRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A response; `body` is sent as it is when it is a text, else as JSON. */
export interface PanelAnswer {
  readonly status?: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type Override = PanelAnswer | 'hang' | 'close' | undefined;

/** What a panel answers, which a test changes as it likes. */
export interface PanelData {
  version: unknown;
  /** The document; a POST replaces it, as the genuine panel does. */
  settings: Record<string, unknown>;
  /** What a key that is left out of a POST falls to. */
  defaults: Record<string, unknown>;
  /** Changes settings that were just stored; `posts` counts them. */
  whenStored: (settings: Record<string, unknown>, posts: number) => void;
  posts: number;
  broadcasts: Record<string, unknown>[];
  /** How far its clock is ahead of ours, in ms. */
  clockAheadMs: number;
  /** Answers a path in another way. */
  override: (path: string, method: string) => Override | Promise<Override>;
}

export interface FakePanel {
  readonly url: string;
  readonly requests: readonly PanelRequest[];
  readonly data: PanelData;
}

/** The releases whose panel was captured. */
export const releases = ['2.9.0', '2.17.1', '3.0.3'] as const;
export type CapturedRelease = (typeof releases)[number];

/** The path of the settings. */
export const SETTINGS_PATH = '/rest/v2/applications/settings/LiveApp';

/** The user of the captured panel. */
export const USER = 'admin@example.com';
export const PASSWORD = 'Pa55word!';
const PASSWORD_MD5 = '267057150e34eca5c6af39ec9b30864e';
export const PANEL_JWT_SECRET = 'cizvvh7f6ys0w3x0s1gzg6c2qzpk0gb9';

const inFolder = (release: CapturedRelease, name: string) => (release === '2.17.1' ? name : `${release}/${name}`);

/** Returns the body of a captured response. */
export const bodyOf = (name: string): string => captured(name).toString().split('\r\n\r\n').slice(1).join('\r\n\r\n');
const jsonOf = (name: string) => JSON.parse(bodyOf(name));

/** Returns what the genuine panel of a release answered. */
export const capturedData = (release: CapturedRelease): PanelData => ({
  version: jsonOf(inFolder(release, release === '2.17.1' ? 'panel-version' : 'app-version')),
  settings: jsonOf(inFolder(release, 'panel-settings-get')),
  defaults: jsonOf(inFolder(release, 'panel-settings-get')),
  whenStored: () => {},
  posts: 0,
  broadcasts: recently(jsonOf(inFolder(release, 'broadcasts-list'))),
  clockAheadMs: 0,
  override: () => undefined,
});

/** In ms: long enough ago that no hook is on its way any more. */
export const LIVE_FOR_MS = 60_000;

/** When the streams of a test went live, in ms since the epoch: the same for all, however long a test waits for its turn. */
export const LIVE_SINCE = Date.now() - LIVE_FOR_MS;

/** Returns the broadcasts as if those that were ever live had started a minute ago. */
const recently = (broadcasts: readonly Record<string, unknown>[]): Record<string, unknown>[] =>
  broadcasts.map((broadcast) => ({
    ...broadcast,
    ...(broadcast.startTime !== 0 && { startTime: LIVE_SINCE }),
  }));

const servers: Server[] = [];

/** Closes the panels of each test after it. */
export function useFakePanels(): (data: PanelData) => Promise<FakePanel> {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  return startPanel;
}

async function startPanel(data: PanelData): Promise<FakePanel> {
  const requests: PanelRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: Buffer.concat(chunks).toString() };
    requests.push(received);
    await respond(data, received, response);
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, data }; // it listens on a port
}

async function respond(data: PanelData, request: PanelRequest, response: ServerResponse): Promise<void> {
  const answer = (await data.override(request.path, request.method)) ?? answerOf(data, request);
  if (answer === 'hang') return;
  if (answer === 'close') return void response.destroy();
  const { status = 200, contentType = 'application/json', headers = {}, body } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const date = new Date(Date.now() + data.clockAheadMs).toUTCString();
  response.writeHead(status, { 'content-type': contentType, date, ...headers }).end(text);
}

/** Answers as the genuine panel does; it is asked nothing but what it answers. */
function answerOf(data: PanelData, { method, path, headers, body }: PanelRequest): PanelAnswer {
  if (path === '/rest/v2/users/authenticate' && method === 'POST') return logIn(body);
  if (headers.cookie !== 'JSESSIONID=SESSION' && !isJwt(headers.proxyauthorization, PANEL_JWT_SECRET))
    return forbidden('panel-not-authenticated-403');
  if (path === '/rest/v2/version') return { body: data.version };
  if (path === '/rest/v2/applications') return { body: bodyOf('panel-applications') };
  if (path === SETTINGS_PATH) return method === 'POST' ? store(data, body) : { body: data.settings };
  if (path === '/rest/v2/server-settings' && 'webhookPlayAuthUrl' in data.settings)
    return { body: bodyOf('panel-server-settings') };
  const [, offset, size] =
    /^\/rest\/v2\/request\?_path=LiveApp\/rest\/v2\/broadcasts\/list\/(\d+)\/(\d+)$/.exec(path) ?? [];
  const [, id] = /^\/rest\/v2\/request\?_path=LiveApp\/rest\/v2\/broadcasts\/([^/]+)$/.exec(path) ?? [];
  const broadcast = data.broadcasts.find(({ streamId }) => streamId === decodeURIComponent(id ?? ''));
  const isCount = path === '/rest/v2/request?_path=LiveApp/rest/v2/broadcasts/count';
  if (offset === undefined && broadcast === undefined && !isCount)
    return { status: 404, contentType: 'text/html;charset=utf-8', body: bodyOf('broadcast-get-404') };
  if (data.settings.jwtControlEnabled === true && !isJwt(headers.authorization, data.settings.jwtSecretKey))
    return forbidden('panel-jwt-proxy-to-app');
  if (isCount) return { body: { number: data.broadcasts.length } };
  if (broadcast !== undefined) return method === 'PUT' ? update(broadcast, body) : { body: broadcast };
  return { body: data.broadcasts.slice(Number(offset), Number(offset) + Math.min(250, Number(size))) };
}

/** Whether a text is a JWT that was signed with a secret, and has not expired. */
function isJwt(text: unknown, secret: unknown): boolean {
  const [header = '', payload = '', signature = ''] = String(text).split('.');
  const signed = createHmac('sha256', String(secret)).update(`${header}.${payload}`).digest('base64url');
  if (signature !== signed) return false;
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return exp === undefined || exp > Date.now() / 1_000;
}

/** Stores settings: what is left out falls to its default, what is not known is dropped, and some the server sets by itself. */
function store(data: PanelData, body: string): PanelAnswer {
  const posted: Record<string, unknown> = JSON.parse(body);
  const stored = Object.entries(data.defaults).map(([key, value]) => [key, key in posted ? posted[key] : value]);
  data.settings = { ...Object.fromEntries(stored), updateTime: Date.now() };
  if ('maxBitrateAccept' in data.settings) data.settings.maxBitrateAccept = 0;
  if (data.settings.encoderSettingsString === '') data.settings.encoderSettingsString = '[]';
  data.posts += 1;
  data.whenStored(data.settings, data.posts);
  return { body: SUCCESS };
}

function update(broadcast: Record<string, unknown>, body: string): PanelAnswer {
  Object.assign(broadcast, JSON.parse(body));
  return { body: SUCCESS };
}

const SUCCESS = '{"success":true,"message":"","dataId":"","errorId":0}';

const forbidden = (name: string): PanelAnswer => ({
  status: 403,
  contentType: 'text/html;charset=utf-8',
  body: bodyOf(name),
});

function logIn(body: string): PanelAnswer {
  const { email, password } = JSON.parse(body);
  if (email !== USER || password !== PASSWORD_MD5) return { body: bodyOf('panel-login-wrong') };
  return { headers: { 'set-cookie': 'JSESSIONID=SESSION; Path=/; HttpOnly' }, body: bodyOf('panel-login-md5') };
}
