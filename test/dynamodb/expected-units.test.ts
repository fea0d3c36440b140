import { beforeAll, describe, expect, test } from 'vitest';
import { MAX_EXPECTED } from '../../lambda/expecting/read-expected.ts';
import { updateExpectations } from '../../lambda/expecting/update-expectations.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { readStateRow, toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { buildExpected, plantExpected } from '../expecting/expected-stream.builder.ts';
import { createReader } from '../reading/read-as-api-gateway.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { measureRequests, sum } from './request-costs.ts';

const readsAll = () => undefined;

describe('when nothing is expected', () => {
  const engine = useEngine();

  test('the part of a sweep costs one query', async () => {
    const costs = await measureRequests(engine().client, () => updateExpectations(engine().streams, readsAll, NOW));
    expect(costs.units).toHaveLength(1);
    expect(costs.readUnits).toBeLessThanOrEqual(0.5);
  });
});

describe('when as many streams are expected as may be', () => {
  const engine = useEngine();
  const ids = Array.from({ length: MAX_EXPECTED }, (_, n) => `front-door-${n}`);
  const states = new Map<string, Item>();

  beforeAll(async () => {
    for (const id of ids) {
      const event = buildEvent({ action: 'liveStreamStarted', id, streamName: 'Front door', timestamp: NOW });
      const state = fold(emptyState, event);
      states.set(id, toStateRow('LiveApp', id, { state, version: 1, heartbeatReceivedAt: null }));
    }
    await putAll(engine().client, [...states.values()]);
    await Promise.all(ids.map((id) => plantExpected(engine().streams, buildExpected({ id }))));
  }, 120_000);

  test('GET /expected costs at most 530 read units in 11 commands', async () => {
    const ask = await createReader(engine(), RECEIVED_AT);
    await ask('/streams?app=none'); // caches the token
    const { units, readUnits } = await measureRequests(engine().client, async () => {
      expect(await ask('/expected')).toMatchObject({ statusCode: 200 });
    });
    expect(units).toHaveLength(1 + MAX_EXPECTED / 100);
    expect(readUnits).toBeLessThanOrEqual(530);
  });

  test('a sweep that has their states costs one query, and one write for each that changed', async () => {
    const stateOf = (_app: string, id: string) => readStateRow(states.get(id));
    const sweep = () =>
      measureRequests(engine().client, () => updateExpectations(engine().streams, stateOf, RECEIVED_AT));
    const first = await sweep();
    expect(first.units).toHaveLength(1 + MAX_EXPECTED);
    expect(first.readUnits).toBeLessThanOrEqual(30);
    const second = await sweep();
    expect(second.units).toHaveLength(1);
    expect(second.readUnits).toBeLessThanOrEqual(30);
  });

  test('a sweep that has none of them reads them in 10 batches', async () => {
    const { units, readUnits } = await measureRequests(engine().client, () =>
      updateExpectations(engine().streams, readsAll, RECEIVED_AT),
    );
    expect(units).toHaveLength(1 + MAX_EXPECTED / 100);
    expect(readUnits).toBeLessThanOrEqual(530);
  });
});

describe('when 100 streams are missing', () => {
  const engine = useEngine();
  const COUNT = 100;

  test('the sweep that finds it reads and writes each once, the next one writes each once, and then none', async () => {
    for (let n = 0; n < COUNT; n++) {
      const fields = { id: `cam-${n}`, streamName: 'Front door', metadata: '{"owner":"ada"}', timestamp: NOW };
      const state = fold(emptyState, buildEvent({ action: 'liveStreamEnded', ...fields }));
      await engine().streams.put(toStateRow('LiveApp', fields.id, { state, version: 1, heartbeatReceivedAt: null }));
      await plantExpected(engine().streams, buildExpected({ id: fields.id }));
    }
    const sweep = () =>
      measureRequests(engine().client, () => updateExpectations(engine().streams, readsAll, NOW + 3_600_000));
    const [became, stayed, quiet] = [await sweep(), await sweep(), await sweep()];
    const [query, states, descriptions] = [1, 1, 1];
    expect(became.units).toHaveLength(query + states + descriptions + COUNT);
    expect(sum(became.units) - became.readUnits).toBe(COUNT);
    expect(stayed.units).toHaveLength(query + states + COUNT);
    expect(sum(stayed.units) - stayed.readUnits).toBe(COUNT);
    expect(quiet.units).toHaveLength(query + states);
    expect(quiet.readUnits).toBeLessThanOrEqual(became.readUnits - COUNT / 2 + 1);
  });
});
