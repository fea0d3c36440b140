import { describe, expect, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEngine } from './engine.ts';
import { buildEvent, RECEIVED_AT } from './event.builder.ts';

/** Clocks of events: s started, e ended, h heartbeat, p presumed end; in seconds. */
const START = RECEIVED_AT - 1_000_000;
const actions = { s: 'liveStreamStarted', e: 'liveStreamEnded', h: 'liveStreamStatus' } as const;

const engine = useEngine();
let streams = 0;

async function record(id: string, event: string): Promise<void> {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
  const at = START + Number(event.slice(1)) * 1_000;
  const kind = event[0] as 's' | 'e' | 'h' | 'p';
  if (kind === 'p')
    await recorder.recordPresumedEnd(engine().streams, { app: 'LiveApp', id, at, cause: 'silence', receivedAt: at });
  else await recorder.record(engine().streams, buildEvent({ id, action: actions[kind], timestamp: at }));
}

function seconds(iso: string | null): string {
  return iso === null ? '' : String((Date.parse(iso) - START) / 1_000);
}

async function outcomeOf(events: readonly string[]) {
  const id = `cam-${streams++}`;
  for (const event of events) await record(id, event);
  const stream = await describeStream({ table: engine().streams, app: 'LiveApp', id, now: RECEIVED_AT });
  if (stream === undefined) throw new Error('no stream');
  const sessions = stream.sessions
    .toReversed()
    .map((one) =>
      `${one.startedAt === null ? '?' : seconds(one.startedAt)}–${seconds(one.endedAt)} ${one.endReason ?? ''}`.trim(),
    );
  const inferred = stream.inferred ? ' inferred' : '';
  return `${stream.status}${inferred} | ${stream.startedAt === null ? '?' : seconds(stream.startedAt)}–${seconds(stream.endedAt)} | ${sessions.join('; ')}`;
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}

describe('the table of the contract, in every order', () => {
  test.each([
    ['s0 h60 p60 p60', 'presumedEnded | 0–60 | 0–60 presumedEnded'],
    ['s0 h60 p60 h70', 'presumedEnded | 0–60 | 0–60 presumedEnded'],
    ['s0 h60 p60 h300', 'live | 0– | 0–'],
    ['s0 h60 p60 h300 p300', 'presumedEnded | 0–300 | 0–300 presumedEnded'],
    ['s0 h60 p60 e62', 'ended | 0–62 | 0–62 ended'],
    ['s0 h60 p60 e900', 'ended | 0–900 | 0–900 ended'],
    ['s0 h60 p60 e50', 'ended | 0–50 | 0–50 ended'],
    ['s0 h60 p60 e40', 'presumedEnded | ?–60 | 0–40 ended; ?–60 presumedEnded'],
    ['e10 h60 p60', 'presumedEnded | ?–60 | ?–10 ended; ?–60 presumedEnded'],
    ['s0 h60 p60 s200', 'live | 200– | 0–60 presumedEnded; 200–'],
    ['s0 h60 p60 s30', 'presumedEnded | 30–60 | 0–30 superseded; 30–60 presumedEnded'],
    ['h60 p60', 'presumedEnded | ?–60 | ?–60 presumedEnded'],
    ['h60 p60 s10', 'presumedEnded | 10–60 | 10–60 presumedEnded'],
    ['h60 p60 e61', 'ended | ?–61 | ?–61 ended'],
    ['h60 p60 h300', 'live inferred | ?– | '],
    ['s0 h60 p60 h300 e400 s500', 'live | 500– | 0–400 ended; 500–'],
  ])('%s: %s', async (events, expected) => {
    for (const order of permutations(events.split(' ')))
      expect([order, await outcomeOf(order)]).toEqual([order, expected]);
  });

  test('s0 h60 p60 h300 s330: the end stands when the heartbeat came after the start', async () => {
    for (const order of permutations('s0 h60 p60 h300 s330'.split(' '))) {
      const isLate = order.indexOf('h300') > order.indexOf('s330') && order.indexOf('p60') < order.indexOf('h300');
      const first = isLate ? '0–60 presumedEnded' : '0–330 superseded';
      expect([order, await outcomeOf(order)]).toEqual([order, `live | 330– | ${first}; 330–`]);
    }
  });
});
