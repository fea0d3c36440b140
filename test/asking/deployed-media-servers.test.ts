import { beforeEach, describe, expect, test } from 'vitest';
import { handler } from '../../lambda/asker.ts';
import type { AskerRequest } from '../../lambda/asking/answer-asker.ts';
import { mediaServersFromEnv } from '../../lambda/asking/deployed-media-servers.ts';
import { monotonicMs } from '../../lambda/monotonic-ms.ts';
import { useEnvironment } from '../aws/use-environment.ts';
import { type AwsAnswer, type AwsRequest, startAwsEndpoint } from './aws-endpoint.ts';
import { afterCount, captured, json, useRestServers } from './rest-server.ts';

const environment = useEnvironment();
const startServer = useRestServers();
const soon = () => monotonicMs() + 20_000;
const secret = 'the-secret-of-LiveApp';
const PATH = '/Hooks/servers';

const parameter = (app: string, value: unknown) => ({ Name: `${PATH}/${app}`, Value: typeof value === 'string' ? value : JSON.stringify(value) }); // biome-ignore format: a row

/** Answers reads of parameters page by page; `requests` has what was asked for. */
async function useParameters(
  pages: readonly object[][],
  others: (request: AwsRequest) => AwsAnswer | Promise<AwsAnswer> = () => ({ status: 400, body: {} }),
) {
  const requests: AwsRequest[] = [];
  const url = await startAwsEndpoint((request) => {
    requests.push(request);
    if (request.target !== 'GetParametersByPath') return others(request);
    const page = Number((request.body as { NextToken?: string }).NextToken ?? 0);
    return { body: { Parameters: pages[page], ...(page + 1 < pages.length && { NextToken: String(page + 1) }) } };
  });
  environment({ AWS_ENDPOINT_URL: url, SERVERS_PATH: PATH, ASKER_FUNCTION: undefined });
  return requests;
}

/** Reads the registered servers, and asks that of an app, as a sweep does. */
async function ask(app: string, ids: readonly string[], deadline = soon()) {
  const servers = mediaServersFromEnv();
  await servers.registered();
  return servers.ask(app, ids, deadline);
}

beforeEach(() => environment({ ASKER_FUNCTION: undefined }));

describe('the registered servers', () => {
  test('are read decrypted, from all pages, of which one may be empty', async () => {
    const server = { url: 'http://127.0.0.1:1/a', jwtSecret: null };
    const requests = await useParameters([[parameter('LiveApp', server)], [], [parameter('a_5Fb_20c', server)]]);
    expect(await mediaServersFromEnv().registered()).toEqual(new Set(['LiveApp', 'a_b c']));
    expect(requests.map(({ body }) => body)).toEqual([
      { Path: PATH, WithDecryption: true },
      { Path: PATH, WithDecryption: true, NextToken: '1' },
      { Path: PATH, WithDecryption: true, NextToken: '2' },
    ]);
  });

  test('are read once by each sweep, and anew by each check', async () => {
    const { url } = await startServer(() => json({ number: 0 }));
    const requests = await useParameters([[parameter('LiveApp', { url, jwtSecret: null })]]);
    const servers = mediaServersFromEnv();
    await servers.registered();
    await servers.ask('LiveApp', ['cam-1'], soon());
    expect(requests).toHaveLength(1);
    expect(await servers.check('LiveApp')).toMatchObject({ ok: true });
    expect(requests).toHaveLength(2);
    await servers.registered();
    expect(requests).toHaveLength(3);
  });

  test('that cannot be read throw, so that nobody is asked; the next sweep reads them again', async () => {
    let isDenied = true;
    const denied = { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } };
    const url = await startAwsEndpoint(() => (isDenied ? denied : { body: { Parameters: [] } }));
    environment({ AWS_ENDPOINT_URL: url, SERVERS_PATH: PATH });
    const servers = mediaServersFromEnv();
    await expect(servers.registered()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    isDenied = false;
    expect(await servers.registered()).toEqual(new Set());
  });

  test.each([
    '',
    'no JSON',
    'null',
    '[]',
    { url: 5, jwtSecret: null },
    { url: 'ftp://a/b', jwtSecret: null },
    { url: 'http://a/b' },
    { url: 'http://a/b', jwtSecret: '' },
  ])('of which one is broken (%j) say nothing about its streams, and the others answer', async (value) => {
    const { url } = await startServer(afterCount(() => captured('broadcast-get-404')));
    await useParameters([[parameter('Broken', value), parameter('LiveApp', { url, jwtSecret: secret })]]);
    const servers = mediaServersFromEnv();
    expect(await servers.registered()).toEqual(new Set(['Broken', 'LiveApp']));
    expect((await servers.ask('Broken', ['cam-1'], soon())).get('cam-1')).toMatchObject({ kind: 'unclear' });
    expect((await servers.ask('LiveApp', ['cam-1'], soon())).get('cam-1')).toMatchObject({ kind: 'ended' });
    expect(await servers.check('Broken')).toMatchObject({ ok: false, outcome: 'unreadable' });
  });

  test('do not hold an app that was never added', async () => {
    await useParameters([[]]);
    const servers = mediaServersFromEnv();
    expect((await servers.ask('LiveApp', ['cam-1'], soon())).get('cam-1')).toMatchObject({ kind: 'unclear' });
    expect(await servers.check('LiveApp')).toMatchObject({ ok: false, outcome: 'notRegistered' });
  });
});

test('a server is asked to stop streams, as it is registered now, and an app without one is an error', async () => {
  const { url, requests } = await startServer(() => captured('broadcast-stop-live'));
  await useParameters([[parameter('LiveApp', { url, jwtSecret: secret }), parameter('Broken', 'no JSON')]]);
  const servers = mediaServersFromEnv();
  expect(await servers.stop('LiveApp', ['cam-1'])).toMatchObject({ error: null, results: [{ id: 'cam-1', stopped: true }] }); // biome-ignore format: a row
  expect(requests.map(({ head }) => head.split(' ')[0])).toEqual(['POST']);
  expect(await servers.stop('Broken', ['cam-1'])).toEqual({ error: expect.stringContaining('register it again'), results: [] }); // biome-ignore format: a row
  expect(await servers.stop('Unknown', [])).toEqual({ error: expect.stringContaining('is registered for this app'), results: [] }); // biome-ignore format: a row
});

describe('through the asker function', () => {
  /** Runs the asker's own handler for each invocation, as Lambda would. */
  async function useAsker(
    respond: (request: AskerRequest) => Promise<AwsAnswer> = async (request) => ({ body: await handler(request) }),
  ) {
    const rest = await startServer(
      afterCount(({ path }) =>
        path.endsWith('/live') ? json({ streamId: 'live', status: 'broadcasting' }) : captured('broadcast-get-404'),
      ),
    );
    const requests = await useParameters([[parameter('LiveApp', { url: rest.url, jwtSecret: secret })]], ({ body }) =>
      respond(body as AskerRequest),
    );
    environment({ ASKER_FUNCTION: 'Hooks-Asker' });
    return { rest, requests };
  }

  test('the very same is heard, and the secret itself does not leave', async () => {
    const { rest, requests } = await useAsker();
    const verdicts = await ask('LiveApp', ['live', 'gone', '__proto__']);
    expect(verdicts).toEqual(new Map<string, unknown>([['live', { kind: 'live' }], ['gone', { kind: 'ended', updateTime: null }], ['__proto__', { kind: 'ended', updateTime: null }]])); // biome-ignore format: a row
    const [, invocation] = requests;
    expect(invocation?.path).toBe('/2015-03-31/functions/Hooks-Asker/invocations');
    expect(JSON.stringify(invocation)).not.toContain(secret);
    expect(rest.requests[0]?.head).toMatch(/^authorization: ey/im);
  });

  test('a check is made there', async () => {
    const { rest } = await useAsker();
    expect(await mediaServersFromEnv().check('LiveApp')).toMatchObject({ ok: true, outcome: 'fine', broadcasts: 0 });
    expect(rest.requests).toHaveLength(1);
  });

  test('streams are stopped there', async () => {
    const { rest, requests } = await useAsker();
    const report = await mediaServersFromEnv().stop('LiveApp', ['gone']);
    expect(report).toEqual({ error: null, results: [{ id: 'gone', stopped: false, text: expect.stringContaining('404') }] }); // biome-ignore format: a row
    expect(rest.requests.map(({ head }) => head.split(' ').slice(0, 2))).toEqual([['POST', '/LiveApp/rest/v2/broadcasts/gone/stop']]); // biome-ignore format: a row
    expect(JSON.stringify(requests.at(-1))).not.toContain(secret);
  });

  test('more than 1 000 streams are asked about in several invocations', async () => {
    const sizes: number[] = [];
    await useAsker(async (request) => {
      const ids = 'ids' in request ? request.ids : [];
      sizes.push(ids.length);
      return { body: { verdicts: ids.map((id) => [id, { kind: 'live' }]) } };
    });
    const ids = Array.from({ length: 2_500 }, (_, n) => `cam-${n}`);
    expect((await ask('LiveApp', ids)).size).toBe(2_500);
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  test.each<{ what: string; answer: AwsAnswer }>([
    { what: 'fails', answer: { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: secret } } },
    {
      what: 'may not be invoked',
      answer: { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: {} },
    },
    { what: 'answers nothing', answer: { body: null } },
    { what: 'answers something else', answer: { body: { outcome: 'recorded' } } },
  ])('nothing is concluded when it $what', async ({ answer }) => {
    await useAsker(async () => answer);
    const verdicts = await ask('LiveApp', ['a', 'b']);
    expect([...verdicts.values()]).toEqual([expect.objectContaining({ kind: 'unclear' }), expect.objectContaining({ kind: 'unclear' })]); // biome-ignore format: a row
    expect(JSON.stringify([...verdicts])).not.toContain(secret);
    await expect(mediaServersFromEnv().check('LiveApp')).rejects.toThrow();
    const stopped = await mediaServersFromEnv().stop('LiveApp', ['a']);
    expect(stopped).toEqual({ error: expect.stringMatching(/^the asker function did not answer/), results: [] });
  });

  test('nobody is asked without the time for an invocation', async () => {
    const { requests } = await useAsker();
    expect(await ask('LiveApp', ['a'], monotonicMs() + 500)).toEqual(new Map());
    expect(requests).toHaveLength(1);
  });
});
