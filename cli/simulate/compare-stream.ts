import { setTimeout as sleep } from 'node:timers/promises';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import type { SentHook } from '../../oracle/sent-hook.ts';
import { type ActualStream, fetchActualStream, type ReadApi } from './actual.ts';
import { describePlausible, formatRecordedEnd, isPlausible, type RecordedEnd } from './recorded-ends.ts';
import { type StreamSummary, summarizeStream } from './stream-summary.ts';

/** The expected summary of a stream or server, and the fields in which the read API differs. */
export interface ComparisonRow<Expected> {
  readonly id: string;
  readonly expected: Expected;
  readonly wrong: readonly FieldMismatch[];
}

interface FieldMismatch {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** A stream, and the hooks that were sent of it. */
interface SentStream {
  readonly id: string;
  readonly hooks: readonly SentHook[];
  readonly orderIsKnown: boolean;
}

/** Marks the fields that depend on the order of events, when that is unknown: they are not compared. */
const NOT_COMPARED = '?';
const withoutOrder = { status: NOT_COMPARED, sessions: NOT_COMPARED, lastError: NOT_COMPARED };

/** The reads of a stream that may just be presumed to have ended: an answer is put together from several reads of the table. */
const MAX_READS = 3;
/** The pause between them, in ms. */
const PAUSE_MS = 500;

/** Compares a stream with that of the read API. What the receiver presumes is expected where it is plausible. */
export async function compareStream(sent: SentStream, api: ReadApi): Promise<ComparisonRow<StreamSummary>> {
  for (let reads = 1; ; reads++) {
    const actual = await fetchActualStream(api, sent.id);
    const row = compareWith(sent, actual);
    if (row.wrong.length === 0 || !isPresumed(actual) || reads >= MAX_READS) return row;
    await sleep(PAUSE_MS);
  }
}

const isPresumed = (actual: ActualStream | undefined): boolean =>
  actual !== undefined && (actual.presumedEnds.length > 0 || actual.summary.sessions.includes('presumedEnded'));

function compareWith({ id, hooks, orderIsKnown }: SentStream, actual: ActualStream | undefined) {
  const presumedEnds = actual?.presumedEnds ?? [];
  const summary = expectedSummary(id, hooks, presumedEnds);
  const expected = orderIsKnown ? summary : { ...summary, ...withoutOrder };
  if (actual === undefined) return { id, expected, wrong: [{ field: 'stream', expected: id, found: 'not found' }] };
  const wrong = Object.entries(expected)
    .map(([field, value]) => ({ field, expected: value, found: actual.summary[field as keyof StreamSummary] })) // its own keys
    .filter((field) => field.expected !== field.found && field.expected !== NOT_COMPARED);
  return { id, expected, wrong: [...wrong, ...wrongEnds(presumedEnds, hooks)] };
}

function expectedSummary(id: string, hooks: readonly SentHook[], presumedEnds: readonly RecordedEnd[]): StreamSummary {
  const clocks = presumedEnds.filter(({ isLate }) => !isLate).map(({ at }) => at);
  const stream = expectedStreams(hooks, Date.now(), new Map([[id, clocks]])).get(id);
  if (stream === undefined) throw new Error(`${id}: received no hook of this stream, expected one to compare with`);
  return summarizeStream(stream);
}

function wrongEnds(presumedEnds: readonly RecordedEnd[], hooks: readonly SentHook[]): FieldMismatch[] {
  return presumedEnds
    .filter((end) => !isPlausible(end, hooks))
    .map((end) => ({ field: 'presumed end', expected: describePlausible(hooks), found: formatRecordedEnd(end) }));
}
