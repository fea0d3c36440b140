import { beforeAll, expect, test } from 'vitest';
import { PASSWORD, USER, useFakePanels } from '../cli/doctor/fake-panel.ts';
import { rightData } from '../cli/doctor/right-setup.ts';
import { type CommandResult, run } from '../run.ts';
import { accountEnv } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

const startPanel = useFakePanels();

describeOnAccount('npm run doctor -- --stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Doctor');
  let readToken: string;

  const doctor = (panel: { url: string }, ...args: string[]): Promise<CommandResult> =>
    run('doctor', ['--server', panel.url, '--user', USER, '--app', 'LiveApp', '--stack', stack.name, ...args], {
      ...accountEnv(endpoint),
      AMS_PASSWORD: PASSWORD,
      STREAMS_TOKEN: readToken,
    });

  beforeAll(async () => {
    await stack.deploy();
    readToken = await stack.createToken('--every-app', '--scope', 'read');
  });

  test('--rotate puts a new token into every webhook URL, with which the deployed receiver takes hooks', async () => {
    const old = await stack.createToken('--app', 'LiveApp');
    const url = await stack.url();
    const data = rightData('2.17.1', { url, token: old });
    Object.assign(data.settings, { webhookAuthenticateURL: '', webhookPlayAuthUrl: '' }); // the token is for hooks
    const panel = await startPanel(data);
    const { code, stdout, stderr } = await doctor(panel, '--rotate', '--yes', '--json');
    expect({ code, stderr: stderr.split('\n').length }).toEqual({ code: 0, stderr: 2 }); // the line that undoes it
    const hooks = [panel.data.settings, ...panel.data.broadcasts].map(({ listenerHookURL }) => String(listenerHookURL));
    expect(new Set(hooks).size).toBe(1);
    const body = JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1', timestamp: Date.now() });
    expect(await (await fetch(hooks[0] ?? '', { method: 'POST', body })).json()).toEqual({ outcome: 'recorded' });
    const { rotation } = JSON.parse(stdout);
    expect(rotation.replaced).toMatchObject([{ state: 'wait', why: expect.stringContaining('no hook has come') }]);
    const again = JSON.parse((await doctor(panel, '--rotate', '--yes', '--json')).stdout);
    expect(again.rotation).toMatchObject({
      newToken: rotation.newToken,
      replaced: [{ state: 'wait', why: expect.stringContaining('it may still be used') }],
    });
  });

  test('--adopt records what is live there, and the deployed receiver lists it', async () => {
    const url = await stack.url();
    const panel = await startPanel(rightData('2.17.1', { url, token: await stack.createToken('--app', 'LiveApp') }));
    expect(await doctor(panel, '--adopt', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('cam-auto, live since'),
    });
    const headers = { authorization: `Bearer ${readToken}` };
    const response = await fetch(`${url}/streams?app=LiveApp&status=live&q=cam-auto`, { headers });
    const { streams } = (await response.json()) as { streams: { startedAt: string }[] };
    expect(streams).toHaveLength(1);
    const at = streams[0]?.startedAt;
    expect(streams[0]).toMatchObject({ inferred: false, lastEvent: { action: 'presumedStart', at } });
  });
});
