import { type CursorShape, InvalidParameter, type QueryParameters, rowPositionPattern } from '../parameters.ts';
import { iso } from '../stream-json.ts';

/** The period of a list, in ms since the epoch. */
export interface Period {
  readonly from: number;
  /** The first ms behind it. */
  readonly to: number;
}

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

const DEFAULT_PERIOD_MS = 86_400_000;

/** The cursor of `walkApps`, whose sections are days. */
const dayCursor: CursorShape = { sections: [String.raw`\d{4}-\d{2}-\d{2}`], position: rowPositionPattern };

/** Reads the page of a list over all streams: of the period of its cursor, else of the request, else of the day before now. */
export function readPeriodPage(parameters: QueryParameters, now: number): PeriodPage {
  const [fromText, toText, before] = parameters.periodCursor(dayCursor) ?? [];
  const to = clockOr(toText, parameters.to ?? now);
  const from = clockOr(fromText, parameters.from ?? to - DEFAULT_PERIOD_MS);
  expectPeriod(parameters, { from, to });
  return { period: { from, to }, before, prefix: `${from}#${to}#` };
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
