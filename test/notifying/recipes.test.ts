import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNotifyCommand } from '../../cli/notify/notify-command.ts';
import { useEnvironment } from '../aws/use-environment.ts';
import { runInProcess } from '../cli/run-in-process.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { createDiscord, createSlack, createTeams } from './chat-services.ts';
import { setCommandOf, transformer, writeModules } from './page-code.ts';
import { PagerDuty } from './pager-duty.ts';
import { startService } from './service-sink.ts';

/** Enough for a busy machine, in ms. Words are gathered for 10 s. */
const eventually = { timeout: 45_000, interval: 100 };

const NOW = Date.now();

const folder = useTempFolder('recipes');
const dataDir = `${folder}/data`;
const receiver = useReceiver(dataDir);
const environment = useEnvironment();
writeModules(folder);

/** Runs `npm run notify`. Throws when it fails. */
async function notify(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runInProcess(createNotifyCommand(), args, { DATA_DIR: dataDir });
  if (code !== 0) throw new Error(`notify ${args[0]} ${args[1]}: ended with ${code}.\n${stdout}${stderr}`);
  return stdout;
}

/**
 * Sets a recipient as the page says, but in the receiver of this test and at a URL of this machine, until the test has
 * finished. Returns its secret, null for words.
 */
async function setAsOnPage(name: string, url: string, ...more: string[]): Promise<string> {
  const args = setCommandOf(name);
  args.splice(args.indexOf('--stack'), 2);
  args[args.indexOf('--to') + 1] = url;
  removeAfterTest(name);
  return JSON.parse(await notify(...args, ...more, '--allow-private', '--json')).secret;
}

const removeAfterTest = (name: string): void =>
  onTestFinished(async () => {
    await notify('remove', name);
  });

const hooks = {
  started: { action: 'liveStreamStarted', id: 'cam-1', streamName: 'Front door', timestamp: NOW - 60_000 },
  recorded: { action: 'vodReady', id: 'cam-1', vodName: 'cam-1', vodId: 'vod-1', duration: 58_000, timestamp: NOW },
  alarm: { action: 'highResourceUsage', host: '203.0.113.7', timestamp: NOW },
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
}

/** Runs the service of the page, which prints what it gets. */
function startPageService(env: NodeJS.ProcessEnv): { text: string } {
  const child = spawn(process.execPath, ['service.mjs'], { cwd: folder, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill());
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk));
  return output;
}

describe('the recipes of docs/notifications.md, on this machine,', () => {
  test('Slack, one app: the channel shows what happens in that app, and not in others', async () => {
    const [slack, teams, discord] = [createSlack(), createTeams(), createDiscord()];
    await setAsOnPage('studio', await startService(({ body }) => slack.receive(body)), '--style', 'slack');
    for (const [style, service] of Object.entries({ teams, discord })) {
      const url = await startService(({ body }) => service.receive(body));
      await notify('set', style, '--to', url, '--style', style, '--app', 'studio', '--allow-private');
      removeAfterTest(style);
    }
    await receiver.postHook('LiveApp', hooks.started);
    await receiver.postHook('studio', hooks.started);
    await receiver.postHook('studio', hooks.recorded);
    const sentences = [
      expect.stringMatching(/^Front door \(studio\/cam-1\) went live at /),
      expect.stringMatching(/^Front door \(studio\/cam-1\) has a new recording of 58 s/),
    ];
    for (const { shown } of [slack, teams, discord])
      await expect.poll(() => shown.filter((line) => !line.includes('Open the')), eventually).toEqual(sentences);
  });

  test('a signed webhook: the service takes what is signed, also while its secret is replaced, and refuses the rest', async () => {
    const port = await freePort();
    const secret = await setAsOnPage('billing', `http://127.0.0.1:${port}/streams`);
    const output = startPageService({ SECRET: secret, PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    await expect.poll(() => fetch(url).then(({ status }) => status, String), eventually).toBe(401); // it runs
    expect(await notify('test', 'billing')).toContain('answered 204');
    await notify('rotate', 'billing');
    await receiver.postHook('LiveApp', { ...hooks.started, id: 'signed' });
    await expect
      .poll(() => output.text, eventually)
      .toBe('Stream Started LiveApp test\nStream Started LiveApp signed\n');
    await notify('rotate', 'billing', '--overlap', '0s');
    await expect(notify('test', 'billing')).rejects.toThrow('answered 401');
  });

  test('PagerDuty: an alarm of the media server opens an incident', async () => {
    const pagerDuty = new PagerDuty(transformer);
    const url = await startService(({ body }) => {
      pagerDuty.receive(body);
      return { status: 202, contentType: 'application/json', body: '{"status":"success"}' };
    });
    await setAsOnPage('pager', `${url}integration/KEY/enqueue`);
    await receiver.postHook('LiveApp', { ...hooks.started, id: 'paged' });
    await receiver.postHook('LiveApp', hooks.alarm);
    await expect.poll(() => pagerDuty.openIncidents, eventually).toEqual(['Server Alarm LiveApp/203.0.113.7']);
    expect(await notify('test', 'pager')).toContain('answered 202');
    expect(pagerDuty.events.at(-1)?.description).toBe('Stream Started: LiveApp/test (a test)');
  });

  test('a Lambda function: it takes what is signed, and only the types that were chosen', async () => {
    const { handler } = await import(pathToFileURL(`${folder}/index.mjs`).href);
    const invocations: string[] = [];
    const url = await startService(async ({ headers, body }) => {
      const isBase64Encoded = invocations.length % 2 === 1; // a function URL passes either form
      const event = { headers, body: isBase64Encoded ? Buffer.from(body).toString('base64') : body, isBase64Encoded };
      const { statusCode } = await handler(event);
      invocations.push(`${statusCode} ${JSON.parse(body)['detail-type']}`);
      return { status: statusCode, contentType: 'application/json', body: '' };
    });
    environment({ SECRET: await setAsOnPage('lambda', url) });
    await receiver.postHook('LiveApp', { ...hooks.started, id: 'invoked' });
    for (const vodId of ['vod-2', 'vod-3'])
      await receiver.postHook('LiveApp', { ...hooks.recorded, id: 'invoked', vodId });
    await expect.poll(() => invocations, eventually).toEqual(['204 Recording Ready', '204 Recording Ready']);
    const headers = { 'content-type': 'application/json' };
    expect(await fetch(url, { method: 'POST', headers, body: '{}' })).toMatchObject({ status: 401 });
  });
});
