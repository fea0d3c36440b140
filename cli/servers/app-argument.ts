import { type Command, Option } from 'commander';
import { parseAppName } from '../tokens/app-name.ts';

/** The app that a command is given, as an argument or as `--app`. */
export interface AppOptions {
  readonly app?: string;
}

/** Lets a command take an app as an argument or as `--app`. */
export const takesApp = (command: Command, description: string): Command =>
  command
    .argument('[app]', description, parseAppName)
    .addOption(new Option('--app <app>', 'the same').argParser(parseAppName));

/** Returns the app; undefined without one. Throws when there are two. */
export function appOf(argument: string | undefined, { app }: AppOptions): string | undefined {
  if (argument !== undefined && app !== undefined && argument !== app)
    throw new Error('Received two apps, expected one: as in --app LiveApp.');
  return argument ?? app;
}
