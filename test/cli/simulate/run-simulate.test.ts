import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runSimulate } from '../../../cli/simulate/run-simulate.ts';
import { createSimulateCommand } from '../../../cli/simulate/simulate-command.ts';
import { presumeEnd } from '../../local/presume-end.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const DATA_DIR = useTempFolder('simulate');
const receiver = useReceiver(DATA_DIR);
const runCommand = (...args: string[]) => run('simulate', args, { DATA_DIR });

/** Runs the command in this process, which prints nothing, and returns its error. */
async function refusalOf(args: readonly string[]): Promise<string> {
  vi.stubEnv('DATA_DIR', DATA_DIR);
  const log = vi.spyOn(console, 'log');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    log.mockRestore();
  });
  const command = createSimulateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .action(runSimulate);
  const error = await command.parseAsync(args, { from: 'user' }).then(() => 'it ran', String);
  expect(log).not.toHaveBeenCalled();
  return error;
}

const streams = async (): Promise<{ id: string; status: string; name: string | null }[]> =>
  (await receiver.read('/streams?limit=100')).json.streams;

describe('--send', () => {
  test('sends one hook of a stream', async () => {
    const sent = await runCommand('--send', 'liveStreamStarted', '--id', 'cam/1');
    expect(sent).toEqual({ code: 0, stdout: 'liveStreamStarted of cam/1: recorded\n', stderr: '' });
    expect(await streams()).toMatchObject([{ id: 'cam/1', status: 'live' }]);
  });

  test('sends one hook of a room or a server', async () => {
    await Promise.all([
      runCommand('--send', 'subtrackAddedInTheMainTrack', '--id', 'room-1'),
      runCommand('--send', 'highResourceUsage', '--id', 'ams-1'),
    ]);
    expect((await receiver.read('/stream?app=LiveApp&id=room-1')).json.tracks).toMatchObject([{ id: 'room-1-track' }]);
    expect((await receiver.read('/servers')).json.servers).toMatchObject([{ host: 'ams-1' }]);
  });

  test.each([
    { args: ['--send', 'liveStreamEnded'], says: '--send: received no --id' },
    {
      args: ['--send', 'liveStreamStatus', '--id', 'a', '--ams', '2.8'],
      says: 'expected one that this version sends: --ams 2.12.0 and later send it',
    },
    {
      args: ['--send', 'liveStreamStatus', '--id', 'a', '--encoding', 'form'],
      says: 'expected --encoding json: this stream has no name',
    },
    { args: ['--send', 'liveStreamEnded', '--id', 'a', '--clean'], says: "cannot be used with option '--clean'" },
    { args: ['--id', 'a'], says: '--id: received it without --send, expected both' },
    { args: ['--id', 'a', '--scenario', 'authorise'], says: '--id: received it without --send, expected both' },
    { args: ['--id', 'a', '--clean'], says: '--id: received it without --send, expected both' },
  ])('$args is refused', async ({ args, says }) => {
    expect(await refusalOf(args)).toContain(says);
  });
});

test('a refused token is one line with the answer, exit code 1', async () => {
  const { code, stderr } = await runCommand('--url', `${receiver.url}/hooks/LiveApp/s3cr3t`);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+ answered status 403: this URL may not send hooks here.*its token is valid for this app, and that your address is in the allowList.*\n$/,
  );
  expect(stderr).not.toContain('s3cr3t');
});

describe('--clean', () => {
  test('deletes everything simulated, of any run and app, and nothing else', async () => {
    const others = await streams();
    await receiver.postHook('Other', { action: 'liveStreamStarted', id: 'crash-00000000-1' });
    await receiver.postHook('Other', { action: 'highResourceUsage', host: 'mine.ams.example' });
    await runCommand('--scenario', 'all', '--url', `${receiver.url}/hooks/Other/${receiver.token}`);
    const silent = (await streams()).find(({ id }) => id.startsWith('silent-'))?.id ?? '';
    const { lastEvent } = (await receiver.read(`/stream?app=Other&id=${silent}`)).json;
    await presumeEnd(DATA_DIR, { app: 'Other', id: silent, at: Date.parse(lastEvent.at) });
    const { cleaned } = JSON.parse((await runCommand('--scenario', 'room', '--clean', '--json')).stdout);
    expect(cleaned.streams.length).toBeGreaterThan(18);
    expect(cleaned.streams).toContainEqual({ app: 'Other', id: silent });
    expect(cleaned.servers).toMatchObject([{ app: 'Other' }, { app: 'Other' }]);
    expect((await streams()).map(({ id }) => id).sort()).toEqual(
      [...others.map(({ id }) => id), 'crash-00000000-1'].sort(),
    );
    const { servers } = (await receiver.read('/servers')).json;
    expect(servers.map(({ host }: { host: string }) => host).sort()).toEqual(['ams-1', 'mine.ams.example']);
  });

  test('without a scenario sends no hooks', async () => {
    const { code, stdout } = await runCommand('--clean');
    expect(code).toBe(0);
    expect(stdout).toBe(`Forgot 0 streams and 0 servers that were simulated, of ${receiver.url}: 0 rows.\n`);
  });

  test.each([
    { args: ['--clean', '--url', 'http://127.0.0.1:9/hooks/a/b'], says: 'expected --stack' },
    { args: ['--stack', 'Hooks'], says: '--stack: received it without --clean' },
    { args: ['--stack', 'Hooks', '--clean', '--live', '1m'], says: '--stack: received no --url' },
  ])('$args is refused: $says', async ({ args, says }) => {
    expect(await refusalOf(args)).toContain(says);
  });
});

test('--json prints the answers and the comparison', async () => {
  const { stdout } = await runCommand('--scenario', 'crash', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    hooks: { recorded: 4 },
    comparison: { streams: [{ wrong: [] }], servers: [{ wrong: [] }] },
  });
});

describe('the token of the environment', () => {
  const runCrash = (...args: string[]) =>
    run('simulate', ['--scenario', 'crash', ...args], { DATA_DIR, STREAMS_TOKEN: 'elsewhere' });

  test('reads from the receiver of --url', async () => {
    const { code, stdout } = await runCrash('--url', `${receiver.url}/hooks/LiveApp/${receiver.token}`);
    expect(code).toBe(1);
    expect(stdout).toContain('the token was refused (401)');
  });

  test('is not used for the receiver of this machine', async () => {
    const { code, stdout } = await runCrash();
    expect(code).toBe(0);
    expect(stdout).toContain('The read API matches the hooks');
  });
});
