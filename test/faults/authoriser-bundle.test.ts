import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalsPartition } from '../../lambda/table/row-keys.ts';
import { readRefusalRow } from '../../lambda/table/rows/refusal-rows.ts';
import { assertInTime } from '../assert-in-time.ts';
import { questionEvent } from '../authorising/authoriser.builder.ts';
import { receiverSettings, useEnvironment } from '../aws/use-environment.ts';
import { bundleOf } from '../bundle.ts';
import { useEngine } from '../table/engine.ts';
import { putStreamKey } from '../tokens/stream-key.builder.ts';
import { putToken } from '../tokens/token.builder.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import type { Fault } from './faults.ts';
import { FaultyDynamoDB } from './faulty-dynamodb.ts';

/** The limit for an answer, in ms. */
const MAX_ANSWER_MS = 1_000;
/** The media server's patience with a publisher, in ms: those in the queue before it are part of it. */
const MAX_QUEUE_MS = 2_000;
/** A token and a key are fresh for a minute, in ms. */
const PAST_CACHE_TTL_MS = 61_000;
/** After a failure the table is asked nothing for less, in ms. */
const PAST_RETRY_MS = 6_000;

const engine = useEngine();
const environment = useEnvironment();
const folder = useTempFolder('authoriser');
let faulty: FaultyDynamoDB;
let bundle: string;

beforeAll(async () => {
  faulty = await FaultyDynamoDB.start(engine().endpoint);
  await putToken(engine().tokens, 'url-token', { scopes: ['authorize'] });
  await putStreamKey(engine().tokens, 'known-key');
  environment({
    ...receiverSettings,
    AWS_ENDPOINT_URL: faulty.endpoint,
    AWS_ACCESS_KEY_ID: new URL(faulty.endpoint).username,
  });
  bundle = bundleOf('authoriser', folder).file;
});
afterAll(() => faulty.close());

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** The keys of questions, in their order; undefined is a question without one. */
type Keys = readonly (string | undefined)[];

/** A process of the deployed authoriser, as the media server uses it: one question after the other. */
class AuthoriserProcess {
  readonly #handler: Handler;
  /** How much later than it is the API says it is, in ms. */
  aheadMs = 0;

  private constructor(handler: Handler) {
    this.#handler = handler;
  }

  static async start(): Promise<AuthoriserProcess> {
    const file = join(mkdtempSync(join(folder, 'process-')), 'index.mjs');
    copyFileSync(bundle, file); // Node loads each file once
    return new AuthoriserProcess((await import(file)).handler);
  }

  /** Returns the statuses of the answers. Throws when one of them, or all together, are late. */
  async ask(...keys: Keys): Promise<(number | undefined)[]> {
    const statuses = [];
    const began = performance.now();
    for (const key of keys) {
      const asked = performance.now();
      statuses.push((await this.#askOnce(key)).statusCode);
      assertInTime(performance.now() - asked, MAX_ANSWER_MS);
    }
    assertInTime(performance.now() - began, MAX_QUEUE_MS);
    return statuses;
  }

  #askOnce(token: string | undefined): Promise<APIGatewayProxyStructuredResultV2> {
    const question = { appName: 'LiveApp', name: 'cam-1', streamId: 'cam-1', mode: 'publish', token };
    return this.#handler(questionEvent(question, { at: Date.now() + this.aheadMs }));
  }
}

describe.each<Fault>(['hang', 'refuse', 'throttle', 'error500', 'stall', 'corrupt'])(
  'while the tables are faulty (%s), the deployed authoriser',
  (fault) => {
    test('lets in known keys only, and leaves one behind two unknown ones its time; a new process lets nobody in', async () => {
      await faulty.set('none');
      const [warm, cold] = [await AuthoriserProcess.start(), await AuthoriserProcess.start()];
      expect(await warm.ask('known-key')).toEqual([200]);
      await faulty.set(fault);
      warm.aheadMs = PAST_CACHE_TTL_MS;
      const [ofWarm, ofCold] = await Promise.all([
        warm.ask('unknown-key', 'another-key', 'known-key', undefined),
        cold.ask('unknown-key', 'another-key', 'known-key'),
      ]);
      expect(ofWarm).toEqual([503, 503, 200, 403]);
      expect(ofCold).toEqual([503, 503, 503]);
      warm.aheadMs += PAST_RETRY_MS;
      expect(await warm.ask('known-key', 'unknown-key', 'known-key')).toEqual([200, 503, 200]);
      await faulty.set('none');
      for (const process of [warm, cold]) {
        process.aheadMs += PAST_RETRY_MS;
        expect(await process.ask('known-key', 'unknown-key')).toEqual([200, 403]);
      }
    });
  },
);

test('a refusal that is counted although DynamoDB answers 500 is not counted again', async () => {
  await faulty.set('none');
  const process = await AuthoriserProcess.start();
  process.aheadMs = 24 * 3_600_000 + 30_000 - (Date.now() % 60_000); // amid a minute that no other test counts in
  await process.ask('unknown-key');
  await expect.poll(countRefusals).toBe(1);
  await faulty.set('lostWrite', { table: 'streams' });
  await process.ask('unknown-key');
  await expect.poll(countRefusals).toBe(2);
});

/** Returns how many publishers were refused for an unknown key, in the latest minute. */
async function countRefusals(): Promise<number | undefined> {
  const { items } = await engine().streams.query({
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
    ExpressionAttributeValues: { ':pk': { S: refusalsPartition('LiveApp') }, ':event': { S: 'event#' } },
    ScanIndexForward: false,
  });
  return items.map(readRefusalRow).find(({ reason }) => reason === 'unknownKey')?.count;
}
