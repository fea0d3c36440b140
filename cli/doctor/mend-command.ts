import { toShellWord } from '../../terminal/shell.ts';
import type { ReceiverFacts } from './receiver-facts.ts';

/** Formats a command of this project for the receiver that is looked at, to be pasted into a shell. */
export const mendCommand = (
  { stack }: Pick<ReceiverFacts, 'stack'>,
  name: string,
  ...words: readonly string[]
): string =>
  [`npm run ${name} --`, ...[...words, ...(stack === undefined ? [] : ['--stack', stack])].map(toShellWord)].join(' ');
