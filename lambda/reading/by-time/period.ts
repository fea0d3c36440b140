import { daysOf, type Period } from '../../table/days-of-period.ts';
import { dayOf, parsePosition } from '../../table/row-keys.ts';
import { DAY_MS } from '../../table/rows/expiry.ts';
import { type CursorShape, InvalidParameter, type QueryParameters, rowPositionPattern } from '../parameters.ts';
import { iso } from '../stream-json.ts';

/** The place in a list by time at which a page begins. */
export interface PeriodPage {
  readonly period: Period;
  /** The end of the previous page. */
  readonly before: string | undefined;
  /** What a cursor has in front of the end of a page. */
  readonly prefix: string;
}

/** The first page of a list of all times. */
export const allTimes: PeriodPage = {
  period: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
  before: undefined,
  prefix: '',
};

/** The cursor of `walkApps`, whose sections are days. */
const dayCursor: CursorShape = { sections: [String.raw`\d{4}-\d{2}-\d{2}`], position: rowPositionPattern };

/** Reads the page of a list over all streams: of the period of its cursor, else of the request, else of the day before now. */
export function readPeriodPage(parameters: QueryParameters, now: number): PeriodPage {
  const [fromText, toText, before] = parameters.periodCursor(dayCursor) ?? [];
  const to = clockOr(toText, parameters.to ?? now);
  const from = clockOr(fromText, parameters.from ?? to - DAY_MS);
  expectPeriod(parameters, { from, to });
  if (before !== undefined && !isWithin({ from, to }, before, now)) parameters.rejectCursor();
  return { period: { from, to }, before, prefix: `${from}#${to}#` };
}

/** Whether a position of `walkApps` is on a day of a period, and its row, where it has one, on that day and within the period. */
function isWithin(period: Period, before: string, now: number): boolean {
  const [day, , , ...position] = before.split('#');
  const part = daysOf(period, now).find(({ from }) => dayOf(from) === day);
  if (part === undefined || position.join('') === '') return part !== undefined;
  const { at } = parsePosition(position.join('#'));
  return part.from <= at && at < part.to;
}

/** Reads the page of a list of one stream: of the period of its cursor, else of the request, else of all times. */
export function readRowPeriodPage(parameters: QueryParameters): PeriodPage {
  const cursor = parameters.rowPeriodCursor();
  const [fromText, toText, before] = cursor ?? [];
  const from = cursor === undefined ? parameters.from : clockOr(fromText, undefined);
  const to = cursor === undefined ? parameters.to : clockOr(toText, undefined);
  const period = { from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY };
  expectPeriod(parameters, period);
  const hasPeriod = from !== undefined || to !== undefined;
  return { period, before, prefix: hasPeriod ? `${from ?? ''}#${to ?? ''}#` : '' };
}

const clockOr = <T>(text: string | undefined, otherwise: T): number | T => (text ? Number(text) : otherwise);

/** Expects that a period is one, and that it is that of the cursor, wherever the request repeats it. */
function expectPeriod(parameters: QueryParameters, period: Period): void {
  for (const name of ['from', 'to'] as const) {
    const received = parameters[name];
    if (received !== undefined && received !== period[name])
      throw new InvalidParameter(name, iso(received), `that of the cursor${ofCursor(period[name])}, or none`);
  }
  if (period.from >= period.to)
    throw new InvalidParameter('from', iso(period.from), `a time before to, which is ${iso(period.to)}`);
}

const ofCursor = (clock: number): string => (Number.isFinite(clock) ? `, ${iso(clock)}` : ', which has none');
