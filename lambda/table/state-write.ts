import type { StreamEvent } from '../stream/event.ts';
import { type FastPath, fastPathOf } from '../stream/fast-path.ts';
import { changedVisibly } from '../stream/late.ts';
import { hasMoved } from '../stream/moved.ts';
import { openedBy } from '../stream/opened.ts';
import { fold, isSameState, knownBoundaries } from '../stream/state.ts';
import { classRegisters, valueEntries } from '../stream/values.ts';
import { boolean, number, readNumber, text } from './attributes.ts';
import { readBoundariesForFold } from './boundaries.ts';
import { markContradicted } from './contradicted-ends.ts';
import { ExpressionBuilder } from './expression-builder.ts';
import { writeSample } from './health-sample.ts';
import { stateKey } from './row-keys.ts';
import {
  clockAttribute,
  HEARTBEAT_RECEIVED_AT,
  MOVED,
  movedMark,
  PRESUMED_END_AT,
  readStateRow,
  registerAttributes,
  sessionAttributes,
  statusAttributes,
  toStateRow,
} from './rows/state-row.ts';
import { type Condition, type Table, type Update, unlessExists } from './table.ts';

/** What an event has done to the state of its stream. */
export interface StateChange {
  /** Whether it changed the stream visibly. */
  readonly isVisible: boolean;
  /** When the long session began that it closed (ms since the epoch), if it did. */
  readonly opened?: number | undefined;
}

/**
 * Writes an event into the state of its stream without reading it, which suffices for an event that arrives in order.
 * Returns undefined when the state is not as `fastPathOf` expects: then nothing was written, and the caller goes on with
 * `foldAndWrite`. With `samples`, the first heartbeat of each minute is stored as a sample.
 */
export async function tryFastPath(table: Table, event: StreamEvent, samples = false): Promise<StateChange | undefined> {
  const { app, id, boundary } = event;
  const update = fastPathUpdate(event, fastPathOf(event));
  const old = await table.updateReturningOld(stateKey(app, id), update, boundary && 'ALL_OLD');
  if (old === undefined) return undefined;
  if (samples && event.class === 'heartbeat') await writeSample(table, event, readNumber(old, 'healthAt'));
  return { isVisible: true, opened: boundary && openedBy(event, boundary, readStateRow(old).state) };
}

/**
 * Reads the state, folds the event into it and writes it back, and tries again while another process writes it meanwhile.
 * With `samples`, a heartbeat that changes the stream visibly may be stored as in `tryFastPath`.
 */
export async function foldAndWrite(table: Table, event: StreamEvent, samples = false): Promise<StateChange> {
  const { app, id } = event;
  for (;;) {
    // The state before the history: a process that folded an event into this state has written the event's row before.
    const stored = readStateRow(await table.get(stateKey(app, id), true));
    const history =
      event.boundary === undefined ? [] : await readBoundariesForFold(table, app, id, knownBoundaries(stored.state));
    const state = fold(stored.state, event, history);
    const heartbeatReceivedAt = latestReceipt(stored.heartbeatReceivedAt, event);
    const isSame = isSameState(state, stored.state) && heartbeatReceivedAt === stored.heartbeatReceivedAt;
    // A boundary is written even when it changes nothing: the new version alerts processes that read the history before its row.
    if (event.boundary !== undefined || !isSame) {
      const version = stored.version === 0 ? firstVersion() : stored.version + 1;
      const isAnnounced = hasMoved(stored.state, state) || isFact(event);
      const item = { ...toStateRow(app, id, { state, version, heartbeatReceivedAt }), ...(isAnnounced && movedMark) };
      if (!(await table.put(item, atVersion(stored.version)))) continue;
    }
    await markContradicted(table, event, stored.state, state);
    const isVisible = changedVisibly(event, stored.state, state);
    if (samples && isVisible && event.class === 'heartbeat') {
      await writeSample(table, event, stored.state.registers.health?.at ?? null);
    }
    return { isVisible, opened: event.boundary && openedBy(event, event.boundary, stored.state, history) };
  }
}

/**
 * Returns the version of a new state: the clock, in ms since the epoch. So the version of a stream that was forgotten and
 * comes again is above its earlier ones, unless it had more than one write a ms.
 */
const firstVersion = (): number => Date.now();

/** Whether an event is announced by itself: its write brings the announcer what is known of the stream. */
const isFact = ({ values }: StreamEvent): boolean =>
  values.lastRecording !== undefined || values.lastError !== undefined;

/** Returns when the last heartbeat was received, this event included, even if it is late. */
function latestReceipt(receivedBefore: number | null, { class: eventClass, receivedAt }: StreamEvent): number | null {
  return eventClass === 'heartbeat' ? Math.max(receivedBefore ?? 0, receivedAt) : receivedBefore;
}

function atVersion(version: number): Condition {
  if (version === 0) return unlessExists;
  return {
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': number(version) },
  };
}

function fastPathUpdate(event: StreamEvent, { expects, maxHeartbeatAt, session, decision }: FastPath): Update {
  const { app, id, at, values } = event;
  const expression = new ExpressionBuilder();
  const conditions = [
    ...statusConditions[expects](expression),
    ...guardedClocks(event).map((clock) => olderThan(expression, clock, at)),
    ...(maxHeartbeatAt === undefined ? [] : [noLaterThan(expression, 'healthAt', maxHeartbeatAt)]),
    ...(event.class === 'heartbeat' ? [noLaterThan(expression, HEARTBEAT_RECEIVED_AT, event.receivedAt)] : []),
  ];
  const attributes = {
    ...registerAttributes(values, at),
    ...(session && sessionAttributes(session)),
    ...(decision && statusAttributes(app, id, decision)),
    ...(event.class === 'heartbeat' && { [HEARTBEAT_RECEIVED_AT]: number(event.receivedAt) }),
    ...(decision || isFact(event) ? movedMark : { [MOVED]: null }),
  };
  const creates = expects === 'nothing' && { firstVersion: firstVersion() };
  return expression.buildVersionedUpdate({ attributes, conditions, ...creates });
}

/**
 * Returns the clocks that must be older than the event: of every value that it sets, and of the session and its presumed
 * end if it is a started or ended. An activity shows only as the last event, so it must be later than every other class.
 */
function guardedClocks({ values, boundary }: StreamEvent): string[] {
  const clocks = valueEntries(values).map(([name]) => clockAttribute(name));
  if (values.activity !== undefined) return [...new Set([...clocks, ...classRegisters.map(clockAttribute)])];
  return boundary === undefined ? clocks : [...clocks, 'startedAt', 'endedAt', PRESUMED_END_AT];
}

/** The condition of each `FastPath.expects`. */
const statusConditions: Record<FastPath['expects'], (expression: ExpressionBuilder) => string[]> = {
  nothing: () => [],
  openSession: (expression) => [
    `${expression.name('status')} = ${expression.value('live', text('live'))}`,
    `${expression.name('inferred')} = ${expression.value('no', boolean(false))}`,
  ],
  decided: (expression) => {
    const decided = (['live', 'presumedEnded', 'ended'] as const).map((status) =>
      expression.value(status, text(status)),
    );
    return [`${expression.name('status')} IN (${decided.join(', ')})`];
  },
};

const olderThan = (expression: ExpressionBuilder, clock: string, at: number): string =>
  absentOr(expression.name(clock), `< ${expression.value('at', number(at))}`);

const noLaterThan = (expression: ExpressionBuilder, clock: string, at: number): string =>
  absentOr(expression.name(clock), `<= ${expression.value(`${clock}Until`, number(at))}`);

const absentOr = (name: string, comparison: string): string =>
  `(attribute_not_exists(${name}) OR ${name} ${comparison})`;
