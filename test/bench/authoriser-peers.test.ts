import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startOfHour } from '../../lambda/table/row-keys.ts';
import { questionEvent } from '../authorising/authoriser.builder.ts';
import { receiverSettings, useEnvironment } from '../aws/use-environment.ts';
import { bundleOf } from '../bundle.ts';
import { root } from '../exec.ts';
import { missingReason, useEngine } from '../table/engine.ts';
import { putStreamKey } from '../tokens/stream-key.builder.ts';
import { putToken } from '../tokens/token.builder.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const peers = ['document-read', 'hand-signed-read'];
const ours = 'authoriser';

const engine = useEngine();
const environment = useEnvironment();
const folder = useTempFolder('authoriser-peers');
const handlers = new Map<string, Handler>();
let proxy: CountingProxy;

async function bundlePeer(name: string): Promise<string> {
  const outfile = join(folder, `${name}.cjs`);
  const entryPoints = [join(root, 'bench/peers', `${name}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
  return outfile;
}

/** Asks a handler whether a publisher may publish; returns the status. */
async function ask(name: string, urlToken: string, token: string, id = 'cam-1'): Promise<number | undefined> {
  const question = { appName: 'LiveApp', name: id, streamId: id, mode: 'publish', token };
  const answer = await handlers.get(name)?.(questionEvent(question, { proxy: `LiveApp/${urlToken}` }));
  return answer?.statusCode;
}

describe.skipIf(missingReason !== undefined)('the peers of the authoriser', () => {
  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(console, 'log').mockReturnValue(undefined);
    proxy = await startCountingProxy(engine().endpoint);
    const { accessKeyId } = await engine().client.config.credentials();
    environment({ ...receiverSettings, AWS_ENDPOINT_URL: proxy.endpoint, AWS_ACCESS_KEY_ID: accessKeyId });
    await putToken(engine().tokens, 'url-token', { scopes: ['authorize'] });
    await putStreamKey(engine().tokens, 'key', { stream: 'cam-1', lastUsedAt: startOfHour(Date.now()) });
    for (const name of peers) handlers.set(name, (await import(await bundlePeer(name))).handler);
    handlers.set(ours, (await import(bundleOf(ours, folder).file)).handler);
  });
  beforeEach(() => void proxy.roundTrips());
  afterAll(async () => {
    await proxy.close();
    vi.restoreAllMocks();
  });

  describe.each([...peers, ours])('%s does the job:', (name) => {
    test('it lets a publisher in with one read', async () => {
      expect(await ask(name, 'url-token', 'key')).toBe(200);
      expect(proxy.roundTrips()).toEqual([['BatchGetItem']]);
    });

    test('it refuses an unknown key, an unknown URL, and another stream', async () => {
      expect(await ask(name, 'url-token', 'unknown')).toBe(403);
      expect(await ask(name, 'unknown', 'key')).toBe(403);
      expect(await ask(name, 'url-token', 'key', 'cam-2')).toBe(403);
    });
  });
});
