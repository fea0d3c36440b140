import { toPrintable } from '../../terminal/printable.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { formatGrace } from '../../words/expectation-text.ts';
import { formatTime } from '../../words/time.ts';
import { describeTypes } from './announcement-types.ts';
import type { RecipientStatus } from './recipient-status.ts';

/** Renders recipients as a table, as of a time (ms since the epoch), and below it in full what those answer that accept nothing. */
export function renderRecipients(all: readonly RecipientStatus[], now: number, style: TerminalStyle): string {
  const failures = all.flatMap((recipient) => describeFailure(recipient, now) ?? []);
  const table = renderTable(columnsAt(now, style), all, style);
  return failures.length === 0 ? table : `${table}\n\n${failures.map(toPrintable).join('\n')}`;
}

function columnsAt(now: number, { colours }: TerminalStyle): Column<RecipientStatus>[] {
  return [
    { head: 'NAME', text: ({ name }) => name, paint: colours.bold, minWidth: 8 },
    { head: 'STYLE', text: ({ style }) => style },
    { head: 'TO', text: toText, minWidth: 20, truncatesMiddle: true },
    { head: 'ON', text: ({ on }) => describeTypes(on), minWidth: 12 },
    { head: 'APP', text: ({ app }) => app, minWidth: 8 },
    { head: 'GRACE', text: ({ grace }) => (grace === 0 ? null : formatGrace(grace)) },
    { head: 'WAITING', text: ({ waiting }) => countText(waiting) },
    { head: 'DEAD LETTERS', text: ({ deadLetters }) => countText(deadLetters), paint: colours.red },
    {
      head: 'LAST ANSWER',
      text: (recipient) => answerText(recipient, now),
      paint: (text, { lastAnswer }) => (lastAnswer?.ok ? text : colours.red(text)),
      minWidth: 24,
    },
  ];
}

const toText = ({ to, confirmed }: RecipientStatus): string =>
  confirmed === false ? `${to || 'no address'} (not confirmed)` : to;

const countText = (count: number): string | null => (count === 0 ? null : String(count));

const answerText = ({ lastAnswer }: RecipientStatus, now: number): string | null =>
  lastAnswer && `${formatTime(lastAnswer.at, now)} ${lastAnswer.text}`;

function describeFailure({ name, lastAnswer, failingSince }: RecipientStatus, now: number): string | undefined {
  if (failingSince === null) return undefined;
  return `${name} has accepted nothing since ${formatTime(failingSince, now)}: ${lastAnswer?.text ?? 'not tried yet'}.`;
}
