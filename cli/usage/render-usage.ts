import { toCsv } from '../../lambda/reading/csv.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import type { UsageRow, UsageSums } from './sum-usage.ts';
import { groupingText, type UsageGrouping } from './usage-grouping.ts';
import { notesOf } from './usage-notes.ts';
import type { UsageGroup, UsageReport } from './usage-report.ts';

/** Shown for sessions without the value that usage is summed by. */
const NO_VALUE = '(none)';

/** Returns minutes, to a hundredth. */
const toMinutes = ({ durationMs }: UsageSums): number => Math.round(durationMs / 600) / 100;

/** Renders the usage of a period as a table with its sum, and says what may still change. */
export function renderUsage(report: UsageReport, style: TerminalStyle): string {
  const { period, zone, rows, total } = report;
  const [from, to] = [period.from, period.to].map((ms) => formatInZone(ms, zone.name));
  const title = style.colours.bold(`Usage from ${from} to ${to} (${zone.name})`);
  const notes = notesOf(report).map((note) => style.colours.dim(toPrintable(note)));
  if (rows.length === 0) return [title, '', 'No sessions.', ...notes].join('\n');
  const table = renderTable(columnsOf(report), [...rows, { group: null, sums: total }], style);
  return [title, '', table, ...(notes.length > 0 ? [''] : []), ...notes].join('\n');
}

/** Formats a time in a zone, such as `2026-11-01 00:00`, with seconds where there are any. */
function formatInZone(ms: number, zone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms);
  return text.replace(/:00$/, '');
}

/** A row of the table; that of the sum has no group. */
type TableRow = UsageRow<UsageGroup | null>;

function columnsOf({ grouping, rows, total }: UsageReport): Column<TableRow>[] {
  const all = [...rows.map(({ sums }) => sums), total];
  return [
    ...groupColumns(grouping),
    numberColumn('MINUTES', all, (sums) => toMinutes(sums).toFixed(2)),
    numberColumn('SESSIONS', all, ({ sessions }) => String(sessions)),
    numberColumn('OPEN', all, ({ open }) => String(open || '')),
    numberColumn('PRESUMED ENDS', all, ({ presumedEnds }) => String(presumedEnds || '')),
    numberColumn('START UNKNOWN', all, ({ startUnknown }) => String(startUnknown || '')),
  ];
}

function groupColumns(grouping: UsageGrouping): Column<TableRow>[] {
  if (grouping.by === 'stream')
    return [
      {
        head: 'STREAM',
        text: ({ group }) => (group ? `${group.app}/${group.id}` : 'total'),
        minWidth: 24,
        truncatesMiddle: true,
      },
      { head: 'NAME', text: ({ group }) => group?.streamName ?? null, minWidth: 10, isOptional: true },
    ];
  const text = ({ group }: TableRow) => (group ? (Object.values(group)[0] ?? NO_VALUE) : 'total');
  const head = grouping.by === 'metadata' ? grouping.name : grouping.by.toUpperCase();
  return [{ head: toPrintable(head), text, minWidth: 10, truncatesMiddle: true }];
}

/** A column of numbers, aligned on the right. */
function numberColumn(head: string, all: readonly UsageSums[], format: (sums: UsageSums) => string): Column<TableRow> {
  const width = all.reduce((widest, sums) => Math.max(widest, format(sums).length), head.length);
  const toCell = (text: string) => (text === '' ? null : text.padStart(width)); // a column without texts is left out
  return { head: head.padStart(width), text: ({ sums }) => toCell(format(sums)) };
}

/** Returns the report as JSON. */
export function toUsageJson({ period, countedTo, zone, grouping, joinMs, rows, total }: UsageReport) {
  const [from, to, counted] = [period.from, period.to, countedTo].map((ms) => new Date(ms).toISOString());
  return {
    from,
    to,
    countedTo: counted,
    timeZone: zone.name,
    by: groupingText(grouping),
    mergeMs: joinMs,
    rows: rows.map(({ group, sums }) => ({ ...group, minutes: toMinutes(sums), ...sums })),
    total: { minutes: toMinutes(total), ...total },
  };
}

/** Returns the rows of the report as CSV, below a line of the columns' names; the sum is none of them. */
export function toUsageCsv({ grouping, rows }: UsageReport): string {
  const name = groupingText(grouping);
  const groupColumns = grouping.by === 'stream' ? ['app', 'id', 'streamName'] : [name];
  const columns = [...groupColumns, 'minutes', 'durationMs', 'sessions', 'open', 'presumedEnds', 'startUnknown'];
  const cells = rows.map(({ group, sums }) => ({
    ...(grouping.by === 'metadata' ? { [name]: group.value } : group),
    minutes: toMinutes(sums),
    ...sums,
  }));
  return toCsv({ columns }, cells);
}
