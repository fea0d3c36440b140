import { describe, expect, test } from 'vitest';
import { readRunningFile } from '../../local/data-dir/data-dir.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { NpmStart } from './npm-start.ts';

const folder = useTempFolder('sweeping');

/** Polls until a stream has a status. Throws with the test's time limit. */
async function untilStatus(url: string, expected: string) {
  const [, origin, token] = /^(http:\/\/[^/]+)\/hooks\/LiveApp\/(.+)$/.exec(url) ?? [];
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts the shape of the JSON
  const get = async (path: string): Promise<any> =>
    (await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
  for (;;) {
    const stream = await get('/stream?app=LiveApp&id=cam-1');
    const { counts } = await get('/counts');
    if (stream.status === expected && counts.length > 0) return { stream, counts: counts[0] };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.skipIf(process.platform !== 'linux')('npm start (the signals are those of Linux)', () => {
  test('presumes the end of a stream whose heartbeats stop, takes it back when they resume, and exits with code 0', async ({
    onTestFinished,
  }) => {
    const env = { DATA_DIR: folder, TOKEN: '', SWEEP_SECONDS: '1', PRESUME_ENDED_MINUTES: '0.05' };
    const started = new NpmStart(env);
    onTestFinished(() => started.kill());
    const url = await started.ready();
    const post = (action: string, timestamp: number) =>
      fetch(url, { method: 'POST', body: JSON.stringify({ action, id: 'cam-1', timestamp }) });
    const startedAt = Date.now();
    await post('liveStreamStarted', startedAt);
    await post('liveStreamStatus', startedAt + 500);
    const { stream } = await untilStatus(url, 'presumedEnded');
    expect(stream.endedAt).toBe(new Date(startedAt + 500).toISOString());
    expect(stream.sessions).toMatchObject([{ endReason: 'presumedEnded' }]);
    await post('liveStreamStatus', startedAt + 60_000); // the media server's clock is ahead: no test waits for 15 s
    expect((await untilStatus(url, 'live')).stream.inferred).toBe(false);
    const { counts } = await untilStatus(url, 'presumedEnded');
    expect(counts).toMatchObject({ app: 'LiveApp' });
    expect(readRunningFile(folder)?.url).toBe(new URL(url).origin);
    process.kill(started.groupId, 'SIGTERM');
    expect(await started.exit()).toBe(0);
    expect(started.err).toBe('');
  });
});
