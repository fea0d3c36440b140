import { pluralize } from '../../../lambda/text/pluralize.ts';
import { renderTable, type TerminalStyle } from '../../../terminal/text-table.ts';
import type { AnsweredQuestion } from './ask-questions.ts';

/** Whether the media server is answered as it should be. */
export const isAsExpected = ({ expected, received }: AnsweredQuestion): boolean => expected === received;

/** Returns the answered questions for people. */
export function formatQuestions(questions: readonly AnsweredQuestion[], style: TerminalStyle): string {
  const { green, red } = style.colours;
  const table = renderTable<AnsweredQuestion>(
    [
      { head: 'Publishes', text: ({ publisher }) => publisher },
      { head: 'Expected', text: ({ expected }) => expected },
      {
        head: 'Received',
        text: ({ received }) => received,
        paint: (text, question) => (isAsExpected(question) ? green(text) : red(text)),
      },
      { head: 'ms', text: ({ ms }) => String(ms) },
    ],
    questions,
    style,
  );
  return `${table}\n\n${verdict(questions, style)}`;
}

function verdict(questions: readonly AnsweredQuestion[], { colours }: TerminalStyle): string {
  const wrong = questions.filter((question) => !isAsExpected(question)).length;
  const count = pluralize(questions.length, 'question');
  return wrong === 0
    ? colours.green(`${count} answered as expected. The temporary keys are revoked.`)
    : colours.red(`${wrong} of ${count} not answered as expected. The temporary keys are revoked.`);
}
