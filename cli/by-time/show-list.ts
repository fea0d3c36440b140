import { toCsv } from '../../lambda/reading/csv.ts';
import type { Period } from '../../lambda/table/days-of-period.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { createProgressBar } from '../../terminal/progress-bar.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { truncate } from '../../terminal/truncate.ts';
import { formatTime } from '../../words/time.ts';
import { findTarget } from '../streams/find-target.ts';
import { ReadApiClient } from '../streams/read-api-client.ts';
import { type ListOptions, listPeriodOf } from './list-options.ts';
import { printCsv } from './print-csv.ts';
import { pageLimit, readPages } from './read-pages.ts';
import type { TimeList } from './time-list.ts';

/** The rows of a period, newest first. */
interface FetchedList<Row> {
  readonly rows: readonly Row[];
  /** Whether the limit left some out. */
  readonly more: boolean;
  /** From when on the receiver has all rows, in ms since the epoch; null where it does not say so. */
  readonly completeSince: number | null;
}

/** Prints the sessions or the recordings of a period. */
export async function showList<Row extends object>(list: TimeList<Row>, options: ListOptions): Promise<void> {
  const now = Date.now();
  const period = listPeriodOf(options, now);
  const fetched = await fetchList(new ReadApiClient(await findTarget(options)), list, period, options);
  const warning = completenessWarning(list.name, period, fetched);
  if (warning !== undefined) console.error(warning);
  if (options.csv) printCsv(toCsv(list.csvOf(fetched.rows), fetched.rows));
  else if (options.json) console.log(toPrintableJson(fetched.rows));
  else console.log(renderRows(list, fetched, { period, now, style: detectTerminal() }));
}

async function fetchList<Row extends object>(
  api: ReadApiClient,
  { name, keyOf, timeOf }: TimeList<Row>,
  { from, to }: Period,
  { app, limit = Number.POSITIVE_INFINITY }: ListOptions,
): Promise<FetchedList<Row>> {
  const rows = new Map<string, Row>();
  let completeSince: number | null = null;
  const parameters = {
    app,
    limit: pageLimit(limit + 1),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
  const bar = createProgressBar(`{percentage}% {found} ${name}`);
  bar.start(to - from);
  try {
    for await (const page of readPages<Row>(api, `/${name}`, name, parameters)) {
      for (const row of page.rows) rows.set(keyOf(row), row);
      completeSince = page.completeSince;
      const last = page.rows.at(-1);
      if (last !== undefined) bar.set(to - Date.parse(timeOf(last) ?? ''), rows.size);
      if (rows.size > limit) break;
    }
  } finally {
    bar.stop();
  }
  return { rows: [...rows.values()].slice(0, limit), more: rows.size > limit, completeSince };
}

/** Returns a warning where the receiver may not have all rows of the period; undefined where it has. */
function completenessWarning(
  name: string,
  { from }: Period,
  { completeSince }: Pick<FetchedList<unknown>, 'completeSince'>,
): string | undefined {
  if (completeSince === null) return `Warning: the receiver does not say from when on it has all ${name}.`;
  if (from >= completeSince) return undefined;
  return `Warning: the receiver has all ${name} from ${new Date(completeSince).toISOString()} on, so that earlier ones may be missing.`;
}

function renderRows<Row>(
  { name, columns }: TimeList<Row>,
  { rows, more }: FetchedList<Row>,
  { period, now, style }: { period: Period; now: number; style: TerminalStyle },
): string {
  const [from, to] = [period.from, period.to].map((ms) => formatTime(ms, now));
  const within = `from ${from} to ${period.to === now ? 'now' : to}`;
  if (rows.length === 0) return `No ${name} ${within}.`;
  const rest = more ? '; there are more' : '';
  const summary = `${pluralize(rows.length, name.slice(0, -1))} ${within}${rest}`;
  return `${renderTable(columns(now), rows, style)}\n\n${style.colours.dim(truncate(toPrintable(summary), style.width))}`;
}
