import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { formatGrace } from '../../words/expectation-text.ts';
import { formatTime } from '../../words/time.ts';
import { describeTypes } from './announcement-types.ts';
import type { RecipientStatus } from './list-recipients.ts';

/** Renders recipients as a table, as of a time (ms since the epoch). */
export const renderRecipients = (all: readonly RecipientStatus[], now: number, style: TerminalStyle): string =>
  renderTable(columnsAt(now, style), all, style);

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

function answerText({ lastAnswer, failingSince }: RecipientStatus, now: number): string | null {
  if (lastAnswer === null) return null;
  const failing = failingSince === null ? '' : `, failing since ${formatTime(failingSince, now)}`;
  return `${formatTime(lastAnswer.at, now)} ${lastAnswer.text}${failing}`;
}
