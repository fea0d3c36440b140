import type { AuthorisationLogLine } from '../../lambda/authorising/authoriser-deps.ts';
import { toPrintable } from '../../terminal/printable.ts';
import type { Colours } from '../../terminal/text-table.ts';

/** Formats an answered question as a line for people, in the columns of the lines of hooks. */
export function formatQuestionLine(line: AuthorisationLogLine, colours: Colours, at = new Date()): string {
  const isAllowed = line.status === 200;
  const answer = isAllowed ? 'allowed' : ['refused', line.status, line.reason].filter(Boolean).join(' ');
  const paint = isAllowed ? colours.green : colours.red;
  const subject = toPrintable([line.app, line.id].filter((part) => part !== undefined).join('/'));
  const key = line.keyId === undefined ? '' : colours.dim(`  key ${line.keyId}`);
  const error = line.error === undefined ? '' : `  ${colours.red(toPrintable(line.error))}`;
  const action = `may ${line.use}?`.padEnd(20);
  return `${colours.dim(at.toISOString().slice(11, 23))}  ${paint(answer.padEnd(12))}  ${action}  ${subject}${key}${error}`;
}
