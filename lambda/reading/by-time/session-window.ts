import { type Boundary, byClock, countSettled, SAME_START_MS, withoutKnownStarts } from '../../stream/session-times.ts';
import { decideStatus, knownBoundaries, type State } from '../../stream/state.ts';
import { toPosition } from '../../table/row-keys.ts';
import {
  boundaryRowsQuery,
  readBoundaries,
  readBoundaryRow,
  readFrom,
  readOpened,
} from '../../table/rows/boundary-row.ts';
import { isStored } from '../../table/rows/expiry.ts';
import { presumedEndRowsQuery, readPresumedEndRow } from '../../table/rows/presumed-end-row.ts';
import type { Item } from '../../table/table.ts';
import type { RowPage } from '../merge-newest.ts';
import { readRowsUntil } from '../read-rows-until.ts';
import type { StreamRef } from '../stream-ref.ts';
import type { SessionEnd } from './session-end.ts';

/** The part of a stream's history that decides which sessions some ends have. */
export interface SessionWindow {
  /** The rows of all started and ended at the clocks from the oldest of these ends to the newest, and of some before. */
  readonly lifecycle: readonly Item[];
  /** The rows of the presumed ends since then, up to the next started or ended. */
  readonly presumedEnds: readonly Item[];
  /** Of these rows, and of what the state knows; the last one may be after all these ends. */
  readonly boundaries: readonly Boundary[];
  /** When the stream is presumed to have ended (ms since the epoch), where no started or ended comes after these ends. */
  readonly presumedEndAt: number | null;
}

/** Of the rows before these ends the first page has so many, which suffice for most streams. */
const ROWS_BEFORE = 2;
const FIRST_PRESUMED_ENDS = 10;

/** The rows after these ends that are read where a presumed start is near: a hook may have reported the same one. */
const ROWS_AFTER_PRESUMED = 100;

/** Returns the pages that are read, in rows, after a small first one: most streams need no other; of thousands that do not suffice the newest are read. */
const pageSizesFrom = (first: number): readonly number[] => [first, 100, 1_000, 1_000, 1_000];

/** Reads the part of a stream's history that decides which sessions these ends have, whatever else it holds. */
export async function readSessionWindow(
  stream: StreamRef,
  state: State,
  ends: readonly SessionEnd[],
): Promise<SessionWindow> {
  const clocks = clocksOf(ends);
  const known = knownBoundaries(state);
  const hasPresumedEnd = ends.some(({ kind }) => kind === 'presumed');
  const [page, nextRows] = await Promise.all([
    readLifecycle(stream, known, clocks, ends.length + ROWS_BEFORE),
    hasPresumedEnd ? readAfter(stream, clocks.newest, 1) : [],
  ]);
  const isNear = [...nextRows, ...page.rows].some((row) => isPresumedFrom(row, clocks.newest - SAME_START_MS));
  const rowsAfter = isNear ? await readAfter(stream, clocks.newest, ROWS_AFTER_PRESUMED) : nextRows;
  const after = [...rowsAfter.map(readBoundaryRow), ...known].filter(({ at }) => at > clocks.newest);
  const allWith = (opened: readonly Boundary[]) =>
    withoutKnownStarts([...boundariesOf(page, [...known, ...opened], clocks.newest, stream.now), ...after]);
  const next = hasPresumedEnd ? earliestAfter(clocks.newest, allWith([])) : undefined;
  const until = hasPresumedEnd ? (next?.at ?? Number.POSITIVE_INFINITY) : clocks.newest;
  const read = readFrom(page.rows, page.more);
  const mayHaveSome = hasPresumedEnd || (state.presumedEndAt !== undefined && state.presumedEndAt >= read);
  const presumedRows = mayHaveSome ? await readPresumedEnds(stream, read, until) : [];
  const opened = [...rowsAfter, ...presumedRows].flatMap(readOpened);
  const boundaries = allWith(opened).filter(({ at }) => at <= clocks.newest);
  return {
    lifecycle: page.rows,
    presumedEnds: presumedRows,
    boundaries: next === undefined ? boundaries : [...boundaries, next],
    presumedEndAt: hasPresumedEnd && next === undefined ? presumedEndOf(state) : null,
  };
}

function presumedEndOf(state: State): number | null {
  const { status, at } = decideStatus(state);
  return status === 'presumedEnded' ? at : null;
}

/** The clocks of the ends whose sessions are wanted, in ms since the epoch. */
interface EndClocks {
  readonly oldest: number;
  readonly newest: number;
}

function clocksOf(ends: readonly SessionEnd[]): EndClocks {
  const clocks = ends.map(({ at }) => at);
  return { oldest: Math.min(...clocks), newest: Math.max(...clocks) };
}

/**
 * Reads the rows up to the newest end, back to those that settle the oldest whatever came before. In a run of thousands of
 * ends within 10 s of each other the oldest one read counts as the stream's first.
 */
function readLifecycle(
  { table, app, id, now }: StreamRef,
  known: readonly Boundary[],
  clocks: EndClocks,
  firstPageSize: number,
): Promise<RowPage> {
  const query = (before = toPosition(clocks.newest + 1, '')) => boundaryRowsQuery(app, id, before);
  const isEnough = (rows: readonly Item[]) =>
    settles(boundariesOf({ rows, more: true }, known, clocks.newest, now), clocks.oldest);
  return readRowsUntil(table, query, isEnough, pageSizesFrom(firstPageSize));
}

/** Returns the boundaries of these rows, and those among `known` of the same time, newest first. */
function boundariesOf({ rows, more }: RowPage, known: readonly Boundary[], newest: number, now: number): Boundary[] {
  const from = readFrom(rows, more);
  const stored = rows.filter((row) => isStored(row, now));
  const within = known.filter(({ at }) => at >= from && at <= newest);
  return [...readBoundaries(stored, from), ...within].sort((a, b) => byClock(b, a));
}

/** Whether these boundaries, newest first, make the same sessions from an end on (ms since the epoch) whatever came before them. */
function settles(boundaries: readonly Boundary[], oldest: number): boolean {
  const from = boundaries[countSettled(boundaries) - 1]?.at;
  return from !== undefined && from < oldest;
}

/** Whether a row is a presumed start, from a clock on (ms since the epoch). */
function isPresumedFrom(row: Item, from: number): boolean {
  const { at, presumed } = readBoundaryRow(row);
  return presumed === 'yes' && at >= from;
}

/** Reads the rows of the first started and ended after a clock (ms since the epoch), so many at most. */
async function readAfter({ table, app, id }: StreamRef, after: number, limit: number): Promise<Item[]> {
  const query = { ...boundaryRowsQuery(app, id, toPosition(after + 1, '')), ScanIndexForward: true };
  return (await table.query({ ...query, Limit: limit })).items;
}

/** Returns the first boundary after a clock (ms since the epoch). */
function earliestAfter(clock: number, boundaries: readonly Boundary[]): Boundary | undefined {
  return boundaries.filter(({ at }) => at > clock).sort(byClock)[0];
}

/** Reads the presumed ends from a clock on and before another one (ms since the epoch), newest first. */
async function readPresumedEnds({ table, app, id }: StreamRef, from: number, until: number): Promise<Item[]> {
  const end = Number.isFinite(until) ? toPosition(until, '') : undefined;
  const isOlder = (row: Item | undefined) => row !== undefined && readPresumedEndRow(row).at < from;
  const query = (before = end) => presumedEndRowsQuery(app, id, before);
  const isEnough = (read: readonly Item[]) => isOlder(read.at(-1));
  const { rows } = await readRowsUntil(table, query, isEnough, pageSizesFrom(FIRST_PRESUMED_ENDS));
  return rows.filter((row) => !isOlder(row));
}
