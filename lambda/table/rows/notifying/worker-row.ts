import { boolean, number, readBoolean, readNumber, readText, text } from '../../attributes.ts';
import { ExpressionBuilder } from '../../expression-builder.ts';
import type { Item, Update } from '../../table.ts';
import { DAY_MS, expiry } from '../expiry.ts';

/** What a recipient answered to the latest message; `at` is in ms since the epoch. */
export interface LastAnswer {
  readonly at: number;
  readonly ok: boolean;
  readonly text: string;
}

/** How deliveries to a recipient go. */
export interface DeliveryHealth {
  /** Tries in a row that failed, whatever their message. */
  readonly failures: number;
  /** Until then nothing is tried, in ms since the epoch; 0 for no wait. */
  readonly retryAt: number;
  /** Since when no message was accepted, in ms since the epoch; null unless the latest was not. */
  readonly failingSince: number | null;
  /** Null before the first message. */
  readonly lastAnswer: LastAnswer | null;
}

/** The state of the work for a recipient; times in ms since the epoch. */
export interface WorkerState extends DeliveryHealth {
  /** When a wake is on its way; null when none is known. */
  readonly wakeAt: number | null;
  /** Until then a turn has the lease; 0 when none has. */
  readonly leaseUntil: number;
}

/** How long a state is stored after its latest write, in days. */
const WORKER_DAYS = 30;
const workerExpiry = (now: number) => expiry(now + WORKER_DAYS * DAY_MS);

/** Reads the state; that of a recipient without work when there is no row. */
export function readWorkerRow(row: Item = {}): WorkerState {
  const lastAt = readNumber(row, 'lastAt');
  return {
    failures: readNumber(row, 'failures') ?? 0,
    retryAt: readNumber(row, 'retryAt') ?? 0,
    failingSince: readNumber(row, 'failingSince'),
    lastAnswer:
      lastAt === null ? null : { at: lastAt, ok: readBoolean(row, 'lastOk'), text: readText(row, 'lastText') },
    wakeAt: readNumber(row, 'wakeAt'),
    leaseUntil: readNumber(row, 'leaseUntil') ?? 0,
  };
}

/**
 * Takes the lease at a time unless another turn has it or nothing is to be tried, and forgets the wake that is on its way: a turn that has read the
 * outbox must not be what an announcement after it relies on. `readForgottenWake` reads it from the old values.
 */
export function acquireUpdate(owner: string, now: number, until: number): Update {
  const expression = new ExpressionBuilder();
  const isOver = (name: string) =>
    `(attribute_not_exists(${expression.name(name)}) OR ${expression.name(name)} <= ${expression.value('now', number(now))})`;
  return expression.buildUpdate({
    attributes: {
      ...{ owner: text(owner), leaseUntil: number(until), expiresAt: workerExpiry(now) },
      ...{ wakeAt: null, isReset: null },
    },
    conditions: [isOver('leaseUntil'), isOver('retryAt')],
  });
}

/** Reads the wake that `acquireUpdate` has forgotten, from the old values, in ms since the epoch; null for none. */
export const readForgottenWake = (old: Item): number | null => readNumber(old, 'wakeAt');

/** Records again a wake that is on its way to a time (ms since the epoch), unless another one was recorded since. */
export function restoreWakeUpdate(wakeAt: number): Update {
  const expression = new ExpressionBuilder();
  return expression.buildUpdate({
    attributes: { wakeAt: number(wakeAt) },
    conditions: [`attribute_not_exists(${expression.name('wakeAt')})`],
  });
}

/** Ends the lease of an owner, if it still has it, and records how the deliveries go, unless they were reset since it was taken. */
export function releaseUpdate(owner: string, health: DeliveryHealth, now: number): Update {
  const expression = new ExpressionBuilder();
  const { failures, retryAt } = health;
  return expression.buildUpdate({
    attributes: {
      ...{ expiresAt: workerExpiry(now), owner: null, leaseUntil: null },
      ...{ failures: number(failures), retryAt: number(retryAt), ...answerAttributes(health) },
    },
    conditions: [isOwner(expression, owner), `attribute_not_exists(${expression.name('isReset')})`],
  });
}

/** Ends the lease of an owner, if it still has it. Failures and their wait stay as they are; null records no answer either. */
export function endLeaseUpdate(owner: string, health: DeliveryHealth | null, now: number): Update {
  const expression = new ExpressionBuilder();
  return expression.buildUpdate({
    attributes: {
      ...{ expiresAt: workerExpiry(now), owner: null, leaseUntil: null },
      ...(health !== null && answerAttributes(health)),
    },
    conditions: [isOwner(expression, owner)],
  });
}

const isOwner = (expression: ExpressionBuilder, owner: string): string =>
  `${expression.name('owner')} = ${expression.value('ownOwner', text(owner))}`;

function answerAttributes({ failingSince, lastAnswer }: DeliveryHealth) {
  return {
    failingSince: failingSince === null ? null : number(failingSince),
    ...(lastAnswer !== null && {
      lastAt: number(lastAnswer.at),
      lastOk: boolean(lastAnswer.ok),
      lastText: text(lastAnswer.text),
    }),
  };
}

/** Ends the lease of whatever process had it. */
export function breakLeaseUpdate(now: number): Update {
  return new ExpressionBuilder().buildUpdate({
    attributes: { expiresAt: workerExpiry(now), owner: null, leaseUntil: null },
    conditions: [],
  });
}

/** Lets the next turn try at once, also where one is under way; since when the recipient fails stays known. */
export function retryNowUpdate(now: number): Update {
  return new ExpressionBuilder().buildUpdate({
    attributes: { failures: number(0), retryAt: number(0), isReset: boolean(true), expiresAt: workerExpiry(now) },
    conditions: [],
  });
}

/** Records that a wake is on its way to a time (ms since the epoch). */
export function wakeUpdate(wakeAt: number, now: number): Update {
  return new ExpressionBuilder().buildUpdate({
    attributes: { wakeAt: number(wakeAt), expiresAt: workerExpiry(now) },
    conditions: [],
  });
}
