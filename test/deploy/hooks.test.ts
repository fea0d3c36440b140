import { beforeAll, expect, test } from 'vitest';
import type { KeyUse } from '../../lambda/stream/refusal.ts';
import { createStreamKey } from '../../local/create-secret.ts';
import { buildKey } from '../authorising/authoriser.builder.ts';
import { capture, captures, post } from '../capture.ts';
import { exec } from '../exec.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { normalizeResponse } from '../normalize-response.ts';
import { accountEnv } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('a deployed receiver', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Hooks');
  const local = useReceiver();
  let output: string;
  let url: string;
  let token: string;
  const streamKey = createStreamKey();
  /** Asks as the media server does, with a slash at the end of the URL. */
  const ask = async (use: KeyUse, streamId: string, key = streamKey) => {
    const body = JSON.stringify({ appName: 'Guarded', name: streamId, streamId, mode: use, token: key });
    const answer = await fetch(`${url}/authorize/${use}/Guarded/${token}/`, { method: 'POST', body });
    return [answer.status, await answer.text()];
  };
  /** Sends hooks of just now to both receivers: what is read by time must not depend on when the captured ones were. */
  const sendTimedHooks = async () => {
    const began = Date.now() - 60_000;
    const hooks = [
      ...['liveStreamStarted', 'liveStreamEnded', 'vodReady'].map((action) => ({ action, id: 'cam-1' })),
      ...['liveStreamStarted', 'endpointFailed'].map((action) => ({ action, id: 'cam-2', metadata: 'rtmp://a/b' })),
    ].map((hook, index) => ({ ...hook, vodId: 'v', vodName: hook.id, timestamp: began + 1_000 * index }));
    for (const hook of hooks)
      for (const at of [`${url}/hooks/Timed/${token}`, `${local.url}/hooks/Timed/${local.token}`])
        expect((await fetch(at, { method: 'POST', body: JSON.stringify(hook) })).status).toBe(200);
  };
  const read = (path: string) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    output = await stack.npmRunDeploy();
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read', '--scope', 'authorize');
    await sendTimedHooks();
  });

  /** Early: a revoked key counts for up to 60 s, and the other tests run meanwhile. */
  test('lets in publishers with a key', async () => {
    const keys = await stack.keys();
    const { hash } = await keys.create(streamKey, buildKey(streamKey, { app: 'Guarded', stream: 'cam-1' }));
    await expect.poll(() => ask('publish', 'cam-1'), { timeout: 30_000 }).toEqual([200, '{"allowed":true}']);
    const [status, refusal] = await ask('publish', 'cam-2');
    expect([status, await ask('play', 'cam-1', 'none')]).toEqual([403, [403, refusal]]);
    await keys.revoke(hash);
  });

  test('answers each captured request like the local receiver', async () => {
    for (const capture of captures()) {
      const deployed = await post(`${url}/hooks/${capture.app}/${token}`, capture);
      const here = await post(`${local.url}/hooks/${capture.app}/${local.token}`, capture);
      expect({ name: capture.name, ...deployed }).toEqual({ name: capture.name, ...here });
    }
  });

  test.each([
    '/streams?limit=100',
    '/streams?status=live',
    '/streams/LiveApp/cam-1',
    '/streams/LiveApp/cam-2/events',
    '/streams/LiveApp/nobody',
    '/stream?app=LiveApp&id=cam-1',
    '/stream/events?app=LiveApp&id=cam-2',
    '/stream/events?app=LiveApp&id=nobody',
    '/stream?app=LiveApp&id=a%2Fb%3F%20%C3%A7',
    '/streams/LiveApp/a%2Fb',
    '/streams?limit=0',
    '/streams?room=R',
    '/nowhere',
    '/',
  ])('reads %s back like the local receiver', async (path) => {
    const deployed = await read(path);
    const here = await local.read(path);
    expect(deployed.status).toBe(here.status);
    expect(deployed.headers.get('content-type')).toBe(here.headers.get('content-type'));
    expect(normalizeResponse(await deployed.text())).toBe(normalizeResponse(here.text));
  });

  test.each([
    '/events?app=Timed',
    '/events?app=Timed&action=endpointFailed',
    '/sessions?app=Timed',
    '/recordings?app=Timed',
    '/stream/sessions?app=Timed&id=cam-1',
    '/stream/recordings?app=Timed&id=cam-1',
    '/stream/events?app=Timed&id=cam-1&action=vodReady',
    '/streams?status=stale,failing&app=Timed',
    '/streams?q=CAM-2&app=Timed',
    '/sessions?app=Timed&from=yesterday',
    '/openapi.json',
  ])('reads %s by time, state and text, like the local receiver', async (path) => {
    for (const accept of ['application/json', 'text/csv']) {
      const deployed = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}`, accept } });
      const here = await local.read(path, { accept });
      expect(deployed.status).toBe(here.status);
      expect(deployed.headers.get('content-type')).toBe(here.headers.get('content-type'));
      const text = normalizeResponse(await deployed.text());
      expect(text).toBe(normalizeResponse(here.text));
      if (deployed.ok && path.includes('Timed')) expect(text).toContain('TIME'); // there is a row
    }
  });

  test.each(['/servers', '/quarantine?limit=100'])(
    'reads %s back like the local receiver, except JSON that is not UTF-8: API Gateway replaces it',
    async (path) => {
      const plain = (text: string) => normalizeResponse(text).replace(/[^ -~]/g, '?');
      expect(plain(await (await read(path)).text())).toBe(plain((await local.read(path)).text));
    },
  );

  test('reads a form in ISO-8859-1, and JSON in UTF-8', async () => {
    for (const name of ['liveStreamStarted-metadata.form.http', 'liveStreamStarted-metadata.json.http']) {
      const app = name.includes('form') ? 'Form' : 'Json';
      await post(`${url}/hooks/${app}/${token}`, capture(name));
      expect(await (await read(`/streams/${app}/cam-2`)).json()).toMatchObject({ name: 'Café Zürich' });
    }
  });

  test('accepts a hook whose URL ends in a slash, about a stream with any id, like the local receiver', async () => {
    const id = '0/Kamera 1?çam%2F';
    const body = JSON.stringify({ action: 'liveStreamStarted', id, timestamp: Date.now() });
    const query = `?${new URLSearchParams({ app: 'Slash', id })}`;
    for (const [at, secret] of [
      [url, token],
      [local.url, local.token],
    ] as const) {
      const send = (slash: string) => fetch(`${at}/hooks/Slash/${secret}${slash}`, { method: 'POST', body });
      expect(await (await send('/')).json()).toEqual({ outcome: 'recorded' });
      expect(await (await send('')).json()).toEqual({ outcome: 'duplicate' });
    }
    const deployed = await read(`/stream${query}`);
    expect(normalizeResponse(await deployed.text())).toBe(
      normalizeResponse((await local.read(`/stream${query}`)).text),
    );
    expect(await (await read(`/stream/events${query}`)).json()).toMatchObject({ events: [{ fields: { id } }] });
  });

  test('answers GET on the URL of a hook with 405, and HEAD like GET without a body', async () => {
    for (const slash of ['', '/']) {
      const response = await fetch(`${url}/hooks/LiveApp/${token}${slash}`);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    for (const path of ['/', '/streams?limit=1', '/stream?app=LiveApp&id=cam-1']) {
      const headers = { authorization: `Bearer ${token}` };
      const [got, head] = [await read(path), await fetch(`${url}${path}`, { method: 'HEAD', headers })];
      expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
        200,
        got.headers.get('content-type'),
        '',
      ]);
    }
  });

  test('refuses requests without a valid token', async () => {
    const other = await stack.createToken('--app', 'Other');
    const hook = { method: 'POST', body: 'action=liveStreamStarted&id=cam-1' };
    expect((await fetch(`${url}/hooks/LiveApp/${other}`, hook)).status).toBe(403);
    expect((await fetch(`${url}/hooks/LiveApp/nobody`, hook)).status).toBe(403);
    expect((await fetch(`${url}/streams`, { headers: { authorization: `Bearer ${other}` } })).status).toBe(401);
  });

  test('answers hooks on any other path with 404', async () => {
    for (const path of ['/hooks/LiveApp', '/hooks/LiveApp/', `/hooks/LiveApp/${token}/more`, '/', '/streams'])
      expect((await fetch(`${url}${path}`, { method: 'POST', body: 'action=x' })).status).toBe(404);
  });

  test('is printed by npm run deploy, with URLs that Node and curl can reach', async () => {
    const [, webhookUrl = ''] = /^Webhook URL {3}(\S+)$/m.exec(output) ?? [];
    const [, boardUrl = '', secret] = /^Status board {2}(\S+)#(\S+)$/m.exec(output) ?? [];
    expect(output).toMatch(/^Test hook {5}recorded and read back in [\d.]+ s$/m);
    expect(output).toContain(`"listenerHookURL": "${webhookUrl}"`);
    expect(output).toContain(`  npm run tokens -- create --app LiveApp --scope authorize --stack ${stack.name}\n`);
    expect(output).toMatch(/^Executions {4}\d+ at once, /m);
    const hook = 'action=liveStreamStarted&id=first&timestamp=1';
    expect(await exec('curl', ['-sS', '-d', hook, webhookUrl])).toBe('{"outcome":"recorded"}');
    expect((await fetch(boardUrl)).headers.get('content-type')).toMatch(/^text\/html/);
    const stream = await fetch(`${boardUrl}streams/LiveApp/first`, { headers: { authorization: `Bearer ${secret}` } });
    expect(await stream.json()).toMatchObject({ id: 'first', status: 'live' });
  });

  test('is read by the name of its stack, and forgets streams', async () => {
    const env = { ...accountEnv(endpoint), STREAMS_TOKEN: token };
    const npmRun = async (name: string, ...args: string[]) =>
      JSON.parse(await exec('npm', ['run', '-s', name, '--', ...args, '--json', '--stack', stack.name], { env }));
    const webhookUrl = `${url}/hooks/Forgetful/${token}`;
    await fetch(webhookUrl, { method: 'POST', body: 'action=liveStreamStarted&id=gone' });
    expect(await npmRun('streams', '--app', 'Forgetful')).toMatchObject([{ id: 'gone', status: 'live' }]);
    expect(await npmRun('streams', 'forget', 'Forgetful/gone', '--yes')).toMatchObject({ removed: { state: 1 } });
    const { comparison, cleaned } = await npmRun('simulate', '--scenario', 'crash', '--url', webhookUrl, '--clean');
    expect(comparison.streams).toMatchObject([{ wrong: [] }]);
    expect(cleaned).toMatchObject({ streams: [{ app: 'Forgetful' }], servers: [{ app: 'Forgetful' }] });
    expect(await npmRun('streams', '--app', 'Forgetful')).toEqual([]);
  });

  test('is deployed again without a change, and without new tokens', async () => {
    const again = await stack.npmRunDeploy();
    expect(again).toMatch(/no changes/);
    expect(again).toMatch(/^Webhook URL {3}\S+<TOKEN>$/m);
    expect(again).toMatch(/^Test hook {5}recorded and read back in [\d.]+ s$/m);
    expect(await (await read('/streams?limit=100')).text()).not.toContain('deploy-test');
  });

  test('is swept every minute, by a rule', async () => {
    const sweptAt = async () => JSON.parse(await (await read('/counts')).text()).at;
    await expect.poll(sweptAt, { timeout: 90_000, interval: 1_000 }).toMatch(/Z$/); // the tests before took most of a minute
  });

  test('lets nobody in with the key that was revoked a minute ago', async () => {
    const status = async () => (await ask('publish', 'cam-1'))[0];
    await expect.poll(status, { timeout: 70_000, interval: 1_000 }).toBe(403);
  });
});
