import type { AuthorisationLogLine } from '../../lambda/authorising/authoriser-deps.ts';
import { toPrintable } from '../../terminal/printable.ts';
import type { Colours } from '../../terminal/text-table.ts';

/** Formats an answered question as a line for people, in the columns of the lines of hooks. */
export function formatQuestionLine(line: AuthorisationLogLine, colours: Colours, at = new Date()): string {
  const paint = line.status === 200 ? colours.green : colours.red;
  const action = `may ${line.use}?`.padEnd(20);
  const subject = toPrintable([line.app, line.id].filter((part) => part !== undefined).join('/'));
  const key = line.keyId && colours.dim(`key ${line.keyId}`);
  const error = line.error && colours.red(toPrintable(line.error));
  const details = [subject, line.reason, key, error].filter(Boolean); // a wrong URL has no subject
  return [colours.dim(at.toISOString().slice(11, 23)), paint(answerOf(line).padEnd(12)), action, ...details].join('  ');
}

function answerOf({ status }: AuthorisationLogLine): string {
  if (status === 200) return 'allowed';
  return status === 403 ? 'refused' : `refused ${status}`; // the media server lets nobody in at any other status
}
