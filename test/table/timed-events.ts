import { describeStream } from '../../lambda/reading/stream.ts';
import type { SessionTimes } from '../../lambda/stream/session-times.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { recordPresumedStart } from '../../lambda/table/record-presumed-start.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import type { Table } from '../../lambda/table/table.ts';
import { buildEvent, RECEIVED_AT } from './event.builder.ts';

// Events as short texts: s started, e ended, h heartbeat, p presumed end by silence, m by the media server's word where no
// heartbeat came, a presumed start; each with its clock in seconds, such as `s0`.

const START = RECEIVED_AT - 1_000_000;
const actions = { s: 'liveStreamStarted', e: 'liveStreamEnded', h: 'liveStreamStatus' } as const;
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });

/** The clock of an event, in ms since the epoch. */
export const clockOf = (event: string): number => START + Number(event.slice(1)) * 1_000;

/** The hook of an event, on the wire; undefined for what no hook reports. */
export function hookOf(event: string) {
  const action = Object.entries(actions).find(([kind]) => event.startsWith(kind))?.[1];
  return action && { action, timestamp: clockOf(event) };
}

/** Records an event; of the same events those with other `fields` are others. */
export async function recordTimed(table: Table, id: string, event: string, fields: object = {}): Promise<void> {
  const hook = hookOf(event);
  if (hook !== undefined) {
    await recorder.record(table, buildEvent({ id, ...hook, ...fields }));
    return;
  }
  if (event.startsWith('a')) {
    await recordPresumedStart(table, { app: 'LiveApp', id, at: clockOf(event), receivedAt: RECEIVED_AT }, 30, true);
    return;
  }
  const cause = event.startsWith('m') ? 'mediaServer' : 'silence';
  const end = { app: 'LiveApp', id, at: clockOf(event), cause, receivedAt: RECEIVED_AT } as const;
  await recordPresumedEnd(table, end, 30, true);
}

/** Reads a stream, as text: its status, its newest session and all its sessions, such as `ended | 0–62 | 0–62 ended`. */
export async function summaryOf(table: Table, id: string): Promise<string> {
  return toSummary(await describeStream({ table, app: 'LiveApp', id, now: RECEIVED_AT }));
}

type Times = { readonly [F in keyof SessionTimes]: string | null };

/** What a summary shows of a stream. */
export interface StreamWithSessions extends Times {
  readonly status: string;
  readonly inferred: boolean;
  readonly sessions: readonly (Times & { readonly endReason: string | null })[];
}

export function toSummary(stream: StreamWithSessions | undefined): string {
  if (stream === undefined) return 'no stream';
  const sessions = stream.sessions.map((session) => `${spanOf(session)} ${session.endReason ?? ''}`.trim());
  const status = stream.inferred ? `${stream.status} inferred` : stream.status;
  return `${status} | ${spanOf(stream)} | ${sessions.toReversed().join('; ')}`.trim();
}

const spanOf = ({ startedAt, endedAt }: Times): string =>
  `${startedAt === null ? '?' : secondsOf(startedAt)}–${endedAt === null ? '' : secondsOf(endedAt)}`;

const secondsOf = (iso: string): number => (Date.parse(iso) - START) / 1_000;

/** Sets of events with presumed ends, and the stream that each makes in any order of arrival. */
export const presumedEndCases: readonly (readonly [events: string, stream: string])[] = [
  ['s0 h60 p60', 'presumedEnded | 0–60 | 0–60 presumedEnded'],
  ['s0 h60 p60 h70', 'presumedEnded | 0–60 | 0–60 presumedEnded'],
  ['s0 h60 p60 h75', 'presumedEnded | 0–60 | 0–60 presumedEnded'],
  ['s0 h60 p60 h75.001', 'live | 0– | 0–'],
  ['s0 h60 p60 h300', 'live | 0– | 0–'],
  ['s0 h60 p60 h300 p300', 'presumedEnded | 0–300 | 0–300 presumedEnded'],
  ['s0 h60 p60 e62', 'ended | 0–62 | 0–62 ended'],
  ['s0 h60 p60 e900', 'ended | 0–900 | 0–900 ended'],
  ['s0 h60 p60 e50', 'ended | 0–50 | 0–50 ended'],
  ['s0 h60 p60 e40', 'presumedEnded | ?–60 | 0–40 ended; ?–60 presumedEnded'],
  ['s0 h60 p60 e40 s200', 'live | 200– | 0–40 ended; ?–60 presumedEnded; 200–'],
  ['s0 h60 p60 e40 e900', 'ended | ?–900 | 0–40 ended; ?–900 ended'],
  ['e10 h60 p60', 'presumedEnded | ?–60 | ?–10 ended; ?–60 presumedEnded'],
  ['e10 h60 p25', 'live inferred | ?– | ?–10 ended'],
  ['e10 h26 p25', 'live inferred | ?– | ?–10 ended'],
  ['e10 h26 p25.001', 'presumedEnded | ?–25.001 | ?–10 ended; ?–25.001 presumedEnded'],
  ['s0 h60 p60 s200', 'live | 200– | 0–60 presumedEnded; 200–'],
  ['s0 h60 p60 s60', 'presumedEnded | 60–60 | 0–60 superseded; 60–60 presumedEnded'],
  ['s0 h60 p60 s60.001', 'live | 60.001– | 0–60 presumedEnded; 60.001–'],
  ['s0 h60 p60 s30', 'presumedEnded | 30–60 | 0–30 superseded; 30–60 presumedEnded'],
  ['h60 p60', 'presumedEnded | ?–60 | ?–60 presumedEnded'],
  ['h60 p60 s200', 'live | 200– | ?–60 presumedEnded; 200–'],
  ['h60 p60 s10', 'presumedEnded | 10–60 | 10–60 presumedEnded'],
  ['h60 p60 e61', 'ended | ?–61 | ?–61 ended'],
  ['h60 p60 h300', 'live inferred | ?– |'],
  ['s0 m100 s300', 'live | 300– | 0–100 presumedEnded; 300–'],
  ['s0 m100 e10 s300', 'live | 300– | 0–10 ended; 300–'],
  ['s0 h60 p60 h300 e400 s500', 'live | 500– | 0–400 ended; 500–'],
];

/** Sets of events with presumed starts, and the stream that each makes in any order of arrival. */
export const presumedStartCases: readonly (readonly [events: string, stream: string])[] = [
  ['a0', 'live | 0– | 0–'],
  ['a0 h60', 'live | 0– | 0–'],
  ['a0 h60 p60', 'presumedEnded | 0–60 | 0–60 presumedEnded'],
  ['a0 e90', 'ended | 0–90 | 0–90 ended'],
  ['a60 s62', 'live | 62– | 62–'],
  ['a60 s57', 'live | 57– | 57–'],
  ['a10 s0', 'live | 0– | 0–'],
  ['a10.001 s0', 'live | 10.001– | 0–10.001 superseded; 10.001–'],
  ['a60 s60', 'live | 60– | 60–'],
  ['a60 s62 e90', 'ended | 62–90 | 62–90 ended'],
  ['a60 s57 e90', 'ended | 57–90 | 57–90 ended'],
  ['a60 s57 e59', 'ended | 57–59 | 57–59 ended'],
  ['a60 s55 e57 e58', 'ended | 55–57 | 55–57 ended'],
  ['a60 s30 e40 s90', 'live | 90– | 30–40 ended; 60–90 superseded; 90–'],
  ['a60 e40 s90', 'live | 90– | ?–40 ended; 60–90 superseded; 90–'],
  ['a50 s0 e40', 'live | 50– | 0–40 ended; 50–'],
  ['a0 e20 s40', 'live | 40– | 0–20 ended; 40–'],
  ['a60 e40 e75 s90', 'live | 90– | ?–40 ended; 60–75 ended; 90–'],
  ['a60 a50 s55', 'live | 55– | 55–'],
  ['a60 a180 s62 e150', 'live | 180– | 62–150 ended; 180–'],
  ['a300 s0 e100', 'live | 300– | 0–100 ended; 300–'],
  ['a300 s0 h100 p100', 'live | 300– | 0–100 presumedEnded; 300–'],
];

/** The set whose list depends on the order: the presumed end stands unless the heartbeat was known before the next session. */
export const orderDependentCase = {
  events: ['s0', 'h60', 'p60', 'h300', 's330'],
  expected: (order: readonly string[]): string => {
    const stands = order.indexOf('h300') > order.indexOf('s330') && order.indexOf('p60') < order.indexOf('h300');
    return `live | 330– | ${stands ? '0–60 presumedEnded' : '0–330 superseded'}; 330–`;
  },
};
