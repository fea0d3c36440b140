import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPythonProgram } from '../deploy/python.ts';
import { exec, root } from '../exec.ts';
import { NpmStart } from '../local/npm-start.ts';
import { useTempFolder } from '../use-temp-folder.ts';

/** Of each operation; more for a longer search. */
const MAX_EXAMPLES = process.env.API_EXAMPLES ?? '10';
const SEED = process.env.API_SEED ?? '22';
const TOKEN = 'a-token-that-schemathesis-reads-with';

const folder = useTempFolder('schemathesis'); // it writes each failure there
const receiver = new NpmStart({ TOKEN, DATA_DIR: ':memory:', HOST: '127.0.0.1' });
let url: string;

beforeAll(async () => {
  const webhookUrl = await receiver.ready();
  url = new URL(webhookUrl).origin;
  for (const hook of hooks()) {
    const response = await fetch(webhookUrl, { method: 'POST', body: JSON.stringify(hook) });
    expect(response.status).toBe(200);
  }
  await fetch(webhookUrl, { method: 'POST', body: 'no JSON' });
}, 60_000);
afterAll(() => receiver.kill());

/** What there is to read: a stream with sessions, recordings, an error and health, a room, and a media server. */
function* hooks(): Generator<object> {
  const at = Date.now() - 60_000;
  const stream = { id: 'cam-1', streamName: '=1+1', metadata: { owner: 'a/b' } };
  for (let n = 0; n < 3; n++) {
    yield { action: 'liveStreamStarted', ...stream, timestamp: at + n * 1_000 };
    yield { action: 'liveStreamStatus', ...stream, width: 640, timestamp: at + n * 1_000 + 100 };
    yield {
      action: 'vodReady',
      id: 'cam-1',
      vodId: `v${n}`,
      vodName: 'film',
      duration: 5,
      timestamp: at + n * 1_000 + 200,
    };
    yield { action: 'liveStreamEnded', ...stream, timestamp: at + n * 1_000 + 300 };
  }
  yield { action: 'endpointFailed', id: 'cam-1', metadata: 'rtmp://a.example/live/key', timestamp: at + 5_000 };
  yield { action: 'subtrackAddedInTheMainTrack', id: 'p1', mainTrackId: 'room', timestamp: at };
  yield { action: 'highResourceUsage', host: '10.0.0.7', timestamp: at };
}

test('the receiver answers requests of every kind as docs/openapi.json says', async () => {
  const schemathesis = await installPythonProgram('schemathesis', `${import.meta.dirname}/requirements.txt`);
  const config = ['--config-file', `${import.meta.dirname}/schemathesis.toml`];
  const choice = [
    '--phases',
    'examples,coverage,fuzzing',
    '--max-examples',
    MAX_EXAMPLES,
    '--seed',
    SEED,
    '--no-color',
  ];
  const checks = ['--checks', 'all', '--exclude-checks', 'unsupported_method']; // any other method is 404, as any other path is
  const output = await exec(
    schemathesis,
    [...config, 'run', join(root, 'docs/openapi.json'), '--url', url, ...choice, ...checks],
    {
      cwd: folder,
      env: { ...process.env, READ_TOKEN: TOKEN, PYTHONPATH: import.meta.dirname, SCHEMATHESIS_HOOKS: 'hooks' },
    },
  );
  const [, generated = 0] = /(\d+) generated/.exec(output) ?? [];
  expect(Number(generated)).toBeGreaterThan(100);
});
