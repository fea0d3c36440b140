import type { StreamEvent } from '../stream/event.ts';
import { type FastPath, fastPathOf } from '../stream/fast-path.ts';
import { changedVisibly } from '../stream/late.ts';
import { classRegisters, fold, isSameState, knownBoundaries } from '../stream/state.ts';
import { valueEntries } from '../stream/values.ts';
import { ExpressionBuilder } from './expression-builder.ts';
import { writeSample } from './health-sample.ts';
import { readBoundariesForFold } from './history.ts';
import { stateKey } from './keys.ts';
import {
  clockAttribute,
  HEARTBEAT_RECEIVED_AT,
  numberAttribute,
  readStateRow,
  registerAttributes,
  sessionAttributes,
  statusAttributes,
  toStateRow,
} from './state-item.ts';
import type { Condition, Table, Update } from './table.ts';

/**
 * Writes an event into the state of its stream without reading it, as the usual, ordered event can be.
 * False when the state is not as `inOrder` expects: then nothing was written, and `writeOutOfOrder` decides.
 * Of heartbeats the first of each minute is kept as a sample, if that is wanted.
 */
export async function tryFastPath(table: Table, event: StreamEvent, samples = false): Promise<boolean> {
  const key = stateKey(event.app, event.id);
  const update = fastPathUpdate(event, fastPathOf(event));
  if (!samples || event.class !== 'heartbeat') return table.update(key, update);
  const old = await table.updateReturningOld(key, update);
  if (old !== undefined) await writeSample(table, event, numberAttribute(old, 'healthAt'));
  return old !== undefined;
}

/**
 * Reads the state, folds the event into it and writes it back, again and again until nobody wrote it meanwhile.
 * True when the event told something new: a started or ended that decides, a newer heartbeat, any other change.
 * A heartbeat that is news may become a sample, as in `writeInOrder`.
 */
export async function foldAndWrite(table: Table, event: StreamEvent, samples = false): Promise<boolean> {
  const { app, id } = event;
  for (;;) {
    // The state before the history: who folded what is read here as the state had written its row before.
    const stored = readStateRow(await table.get(stateKey(app, id), true));
    const history =
      event.edge === undefined ? [] : await readBoundariesForFold(table, app, id, knownBoundaries(stored.state));
    const state = fold(stored.state, event, history);
    const heartbeatReceivedAt = latestReceipt(stored.heartbeatReceivedAt, event);
    if (
      event.edge === undefined &&
      isSameState(state, stored.state) &&
      heartbeatReceivedAt === stored.heartbeatReceivedAt
    )
      return changedVisibly(event, stored.state, state);
    // An edge is written even where it changes nothing: the new version tells whoever read the history before its row.
    const item = toStateRow(app, id, { state, version: stored.version + 1, heartbeatReceivedAt });
    if (!(await table.put(item, atVersion(stored.version)))) continue;
    const isVisible = changedVisibly(event, stored.state, state);
    if (samples && isVisible && event.class === 'heartbeat') {
      await writeSample(table, event, stored.state.registers.health?.at ?? null);
    }
    return isVisible;
  }
}

/** When the last heartbeat was received, this event included: a heartbeat that is late was heard all the same. */
function latestReceipt(heardAt: number | null, { class: eventClass, receivedAt }: StreamEvent): number | null {
  return eventClass === 'heartbeat' ? Math.max(heardAt ?? 0, receivedAt) : heardAt;
}

function atVersion(version: number): Condition {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
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
    ...(event.class === 'heartbeat' && { [HEARTBEAT_RECEIVED_AT]: { N: String(event.receivedAt) } }),
  };
  return expression.buildUpdate(attributes, conditions);
}

/**
 * The clocks that must be older: of every value that the event brings, and of the session when it is an edge. What only
 * happened is seen as the last event, if at all: so it must be later than every other.
 */
function guardedClocks({ values, edge }: StreamEvent): string[] {
  const clocks = valueEntries(values).map(([field]) => clockAttribute(field));
  if (values.activity !== undefined) return [...new Set([...clocks, ...classRegisters.map(clockAttribute)])];
  return edge === undefined ? clocks : [...clocks, 'startedAt', 'endedAt'];
}

/** What `InOrder.expects` asks of the state, each clause in plain words. */
const statusConditions: Record<FastPath['expects'], (expression: ExpressionBuilder) => string[]> = {
  nothing: () => [],
  openSession: (expression) => [
    `${expression.name('status')} = ${expression.value('live', { S: 'live' })}`,
    `${expression.name('inferred')} = ${expression.value('no', { BOOL: false })}`,
  ],
  decided: (expression) => {
    const decided = (['live', 'presumedEnded', 'ended'] as const).map((status) =>
      expression.value(status, { S: status }),
    );
    return [`${expression.name('status')} IN (${decided.join(', ')})`];
  },
};

function olderThan(expression: ExpressionBuilder, clock: string, at: number): string {
  const name = expression.name(clock);
  return `(attribute_not_exists(${name}) OR ${name} < ${expression.value('at', { N: String(at) })})`;
}

function noLaterThan(expression: ExpressionBuilder, clock: string, at: number): string {
  const name = expression.name(clock);
  return `(attribute_not_exists(${name}) OR ${name} <= ${expression.value(`${clock}Until`, { N: String(at) })})`;
}
