import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { buildExpected, plantExpected } from '../expecting/expected-stream.builder.ts';
import { createReader, jsonOf } from '../reading/read-as-api-gateway.ts';
import { useEngine } from '../table/engine.ts';
import { emptyTable } from './empty-table.ts';
import { clock, SweepScene } from './sweep-scene.ts';

const engine = useEngine();
const RUNS = Number(process.env.COUNTS_RUNS ?? 40);
/** When the sweep counts, in seconds. */
const SWEPT_AT = 6_000;
const HOUR_S = 3_600;
const APPS = ['One', 'Two'] as const;

/** Streams of two apps; all times are in seconds before the sweep. */
const arbitraryStream = fc.record({
  app: fc.constantFrom(...APPS),
  kind: fc.constantFrom('live', 'ended', 'presumedEnded', 'unseen'),
  /** The last heartbeat of a live stream, of which some have none; the end of another one. */
  last: fc.constantFrom(null, 30, 60, 61, 200, HOUR_S, HOUR_S + 1),
  error: fc.constantFrom(null, 0, 100, HOUR_S, HOUR_S + 1),
  /** How long an expected stream may be not live. */
  grace: fc.constantFrom(null, 50, 100, 1_000),
});
type PlannedStream = typeof arbitraryStream extends fc.Arbitrary<infer T> ? T : never;

async function plant(scene: SweepScene, { app, kind, last, error, grace }: PlannedStream, id: string): Promise<void> {
  const end = SWEPT_AT - (last ?? 0);
  if (kind !== 'unseen') await scene.hook('started', id, 0, { app });
  if (kind === 'ended') await scene.hook('ended', id, end, { app });
  if (kind === 'presumedEnded' || (kind === 'live' && last !== null)) await scene.hook('heartbeat', id, end, { app });
  if (kind === 'presumedEnded') {
    const presumed = { app, id, at: clock(end), cause: 'silence', receivedAt: clock(SWEPT_AT) } as const;
    await recordPresumedEnd(scene.table, presumed, 30, true);
  }
  const at = SWEPT_AT - (error ?? 0);
  if (error !== null) await scene.anyHook({ action: 'encoderNotOpenedError', id, timestamp: clock(at) }, at, app);
  if (grace !== null) await plantExpected(scene.table, buildExpected({ app, id, grace, addedAt: clock(1_000) }));
}

/** What a stream is, by hand. */
function describe({ kind, last, error, grace }: PlannedStream) {
  const isLive = kind === 'live';
  const isStale = isLive && last !== null && last > 60;
  const notLiveFor = kind === 'unseen' ? SWEPT_AT - 1_000 : (last ?? 0);
  return {
    live: isLive,
    stale: isStale,
    missing: grace !== null && (!isLive || isStale) && notLiveFor > grace,
    failing: error !== null && error <= HOUR_S,
    presumedEnded: kind === 'presumedEnded' && (last ?? 0) <= HOUR_S,
    endedLastHour: kind === 'ended' && (last ?? 0) <= HOUR_S,
  };
}

type Described = ReturnType<typeof describe>;
type Count = keyof Described;
const names: readonly Count[] = ['live', 'stale', 'missing', 'failing', 'presumedEnded', 'endedLastHour'];
/** A stream is counted as the first of these that it is. */
const exclusiveNames: readonly Count[] = ['missing', 'stale', 'failing', 'live'];

const isCountedAs = (stream: Described, name: Count, exclusive: boolean): boolean =>
  exclusive && exclusiveNames.includes(name) ? exclusiveNames.find((one) => stream[one]) === name : stream[name];

function countByHand(streams: readonly PlannedStream[], exclusive: boolean): Record<string, number> {
  const described = streams.map(describe);
  const count = (name: Count) => described.filter((stream) => isCountedAs(stream, name, exclusive)).length;
  return Object.fromEntries(names.map((name) => [name, count(name)]));
}

test('each stream is counted as one of missing, stale, failing and live when asked so, and as all that it is otherwise', async () => {
  const read = await createReader(engine(), clock(SWEPT_AT));
  const holds = async (streams: PlannedStream[]) => {
    await emptyTable(engine().client);
    const scene = new SweepScene(engine);
    await Promise.all(streams.map((stream, n) => plant(scene, stream, `cam-${n}`)));
    await scene.sweep(SWEPT_AT, { policy: { presumeEndedMs: 0, sweepMs: 60_000 } });
    for (const exclusive of [false, true]) {
      const { counts } = jsonOf(await read(`/counts?exclusive=${exclusive}`));
      const found = new Map(counts.map(({ app, ...rest }: { app: string }) => [app, rest]));
      for (const app of APPS) {
        const ofApp = streams.filter((stream) => stream.app === app);
        expect(found.get(app) ?? countByHand([], exclusive)).toEqual(countByHand(ofApp, exclusive));
      }
    }
  };
  const some = fc.array(arbitraryStream, { maxLength: 8 });
  await fc.assert(fc.asyncProperty(some, holds), { numRuns: RUNS, endOnFailure: true });
});
