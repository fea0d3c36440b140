import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { formatReason, refusedName } from '../../words/refusal-text.ts';
import { formatCoverage, type RefusalPage, type RefusalSum, sumRefusalsOfHour } from '../../words/refusals-of-hour.ts';
import { formatMinute } from '../../words/time.ts';

/** The refusals that are listed; the board has the rest. */
const MAX_ROWS = 5;

/** Renders the refusals of the last hour as lines below the list of streams, an empty line first; no line when there are none. */
export function renderRefusals(page: RefusalPage, now: number, style: TerminalStyle): string[] {
  const sums = sumRefusalsOfHour(page.refusals, now);
  if (sums.length === 0) return [];
  const { colours } = style;
  const columns: Column<RefusalSum>[] = [
    { head: 'REFUSED', text: refusedName },
    {
      head: 'STREAM',
      text: ({ app, id }) => (id === null ? app : `${app}/${id}`),
      minWidth: 24,
      truncatesMiddle: true,
    },
    { head: 'TIMES', text: ({ count }) => String(count) },
    { head: 'LAST', text: ({ lastAt, mayBeLater }) => `${formatMinute(lastAt, now)}${mayBeLater ? ' or later' : ''}` },
    { head: 'WHY', text: formatReason, minWidth: 20, paint: (text) => colours.yellow(text) },
  ];
  const coverage = formatCoverage(page, now);
  const title = coverage === null ? 'Refused in the last hour' : `Refused in the last hour, ${coverage}`;
  const hidden = sums.length - MAX_ROWS;
  return [
    '',
    colours.bold(colours.yellow(title)),
    ...renderTable(columns, sums.slice(0, MAX_ROWS), style).split('\n'),
    ...(hidden > 0 ? [colours.dim(`and ${hidden} more: the board shows them, and what to do`)] : []),
  ];
}
