import { beforeAll, describe, expect, test } from 'vitest';
import { MAX_EXPECTED } from '../../lambda/expecting/read-expected.ts';
import { MAX_RESPONSE_BYTES } from '../../lambda/reading/response-budget.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import { buildExpected, plantExpected } from '../expecting/expected-stream.builder.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';

const engine = useEngine();

/** The characters that take most in JSON within JSON, and in a key. */
const longApp = '"'.repeat(133);
const longId = (n: number) => '"'.repeat(396) + String(n).padStart(4, '0');
const longName = '"'.repeat(40_000);

describe('as many streams as may be expected, with the longest names,', () => {
  const ids = Array.from({ length: MAX_EXPECTED }, (_, n) => longId(n));

  beforeAll(async () => {
    const states = ids.map((id) => {
      const event = buildEvent({ action: 'liveStreamStarted', id, streamName: longName, timestamp: NOW }, longApp);
      return toStateRow(longApp, id, { state: fold(emptyState, event), version: 1, heartbeatReceivedAt: null });
    });
    await putAll(engine().client, states);
    await Promise.all(ids.map((id) => plantExpected(engine().streams, buildExpected({ app: longApp, id }))));
  }, 120_000);

  test('fit one response, each with its name cut', async () => {
    const ask = await createReader(engine(), RECEIVED_AT);
    const response = await ask('/expected');
    expect(response.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThan(MAX_RESPONSE_BYTES + 1_000);
    const { expected } = jsonOf(response);
    expect(expected.map(({ id }: { id: string }) => id)).toEqual(ids);
    for (const { name, state } of expected)
      expect([name, state]).toEqual([expect.stringMatching(/cut: \d+ bytes/), 'live']);
  }, 60_000);
});
