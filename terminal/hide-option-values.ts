import type { Command } from 'commander';

/**
 * Makes a command, and its subcommands, name an option that they do not know without its value: with a typing error in its name,
 * the value may be a secret all the same.
 */
export function hideOptionValues(command: Command): void {
  const { outputError } = command.configureOutput();
  command.configureOutput({ outputError: (text, write) => (outputError ?? writeAsIs)(cutValue(text), write) });
  for (const subcommand of command.commands) hideOptionValues(subcommand);
}

const writeAsIs = (text: string, write: (text: string) => void): void => write(text);

/** Cuts `unknown option '--x=VALUE'` at the `=`. The value may hold quotes and lines of its own. */
const cutValue = (text: string): string => text.replace(/(unknown option '-[^=']*)=.*'/s, "$1'");
