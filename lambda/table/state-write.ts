import type { StreamEvent } from '../stream/event.ts';
import { type InOrder, inOrder } from '../stream/fast-path.ts';
import { isNews } from '../stream/late.ts';
import { edgesIn, fold, happenings, isSame } from '../stream/state.ts';
import { entriesOf } from '../stream/values.ts';
import { Expression } from './expression.ts';
import { keepSample } from './health-sample.ts';
import { edgesForFold } from './history.ts';
import { stateKey } from './keys.ts';
import {
  clockOf,
  HEARD_AT,
  numberIn,
  readStateItem,
  registerAttributes,
  sessionAttributes,
  standingAttributes,
  stateItem,
} from './state-item.ts';
import type { Condition, Table, Update } from './table.ts';

/**
 * Writes an event into the state of its stream without reading it, as the usual, ordered event can be.
 * False when the state is not as `inOrder` expects: then nothing was written, and `writeOutOfOrder` decides.
 * Of heartbeats the first of each minute is kept as a sample, if that is wanted.
 */
export async function writeInOrder(table: Table, event: StreamEvent, samples = false): Promise<boolean> {
  const key = stateKey(event.app, event.id);
  const update = blindUpdate(event, inOrder(event));
  if (!samples || event.class !== 'heartbeat') return table.update(key, update);
  const before = await table.exchange(key, update);
  if (before !== undefined) await keepSample(table, event, numberIn(before, 'healthAt'));
  return before !== undefined;
}

/**
 * Reads the state, folds the event into it and writes it back, again and again until nobody wrote it meanwhile.
 * True when the event told something new: a started or ended that decides, a newer heartbeat, any other change.
 * A heartbeat that is news may become a sample, as in `writeInOrder`.
 */
export async function writeOutOfOrder(table: Table, event: StreamEvent, samples = false): Promise<boolean> {
  const { app, id } = event;
  for (;;) {
    // The state before the history: who folded what is read here as the state had written its row before.
    const stored = readStateItem(await table.get(stateKey(app, id), true));
    const history = event.edge === undefined ? [] : await edgesForFold(table, app, id, edgesIn(stored.state));
    const state = fold(stored.state, event, history);
    const heardAt = heardAfter(stored.heardAt, event);
    if (event.edge === undefined && isSame(state, stored.state) && heardAt === stored.heardAt)
      return isNews(event, stored.state, state);
    // An edge is written even where it changes nothing: the new version tells whoever read the history before its row.
    const item = stateItem(app, id, { state, version: stored.version + 1, heardAt });
    if (!(await table.put(item, atVersion(stored.version)))) continue;
    const news = isNews(event, stored.state, state);
    if (samples && news && event.class === 'heartbeat') {
      await keepSample(table, event, stored.state.registers.health?.at ?? null);
    }
    return news;
  }
}

/** When the last heartbeat was received, this event included: a heartbeat that is late was heard all the same. */
function heardAfter(heardAt: number | null, { class: eventClass, receivedAt }: StreamEvent): number | null {
  return eventClass === 'heartbeat' ? Math.max(heardAt ?? 0, receivedAt) : heardAt;
}

function atVersion(version: number): Condition {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
}

function blindUpdate(event: StreamEvent, { expects, heartbeatUntil, session, standing }: InOrder): Update {
  const { app, id, at, values } = event;
  const expression = new Expression();
  const conditions = [
    ...clauses[expects](expression),
    ...clocksOf(event).map((clock) => olderThan(expression, clock, at)),
    ...(heartbeatUntil === undefined ? [] : [noLaterThan(expression, 'healthAt', heartbeatUntil)]),
    ...(event.class === 'heartbeat' ? [noLaterThan(expression, HEARD_AT, event.receivedAt)] : []),
  ];
  const attributes = {
    ...registerAttributes(values, at),
    ...(session && sessionAttributes(session)),
    ...(standing && standingAttributes(app, id, standing)),
    ...(event.class === 'heartbeat' && { [HEARD_AT]: { N: String(event.receivedAt) } }),
  };
  return expression.update(attributes, conditions);
}

/**
 * The clocks that must be older: of every value that the event brings, and of the session when it is an edge. What only
 * happened is seen as the last event, if at all: so it must be later than every other.
 */
function clocksOf({ values, edge }: StreamEvent): string[] {
  const clocks = entriesOf(values).map(([field]) => clockOf(field));
  if (values.activity !== undefined) return [...new Set([...clocks, ...happenings.map(clockOf)])];
  return edge === undefined ? clocks : [...clocks, 'startedAt', 'endedAt'];
}

/** What `InOrder.expects` asks of the state, each clause in plain words. */
const clauses: Record<InOrder['expects'], (expression: Expression) => string[]> = {
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

function olderThan(expression: Expression, clock: string, at: number): string {
  const name = expression.name(clock);
  return `(attribute_not_exists(${name}) OR ${name} < ${expression.value('at', { N: String(at) })})`;
}

function noLaterThan(expression: Expression, clock: string, at: number): string {
  const name = expression.name(clock);
  return `(attribute_not_exists(${name}) OR ${name} <= ${expression.value(`${clock}Until`, { N: String(at) })})`;
}
