import { type Command, Option } from 'commander';
import { stackOption } from '../connection/with-connection.ts';
import { createTokenOption } from '../tokens/token-option.ts';

/** The options of every command that asks the read API. */
export interface ApiOptions {
  readonly url?: string;
  readonly stack?: string;
  readonly token?: string;
}

/** Adds the options that select a receiver and its token. */
export function addApiOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the URL of the receiver (also STREAMS_URL; default: the receiver on this machine)')
    .addOption(new Option(...stackOption).conflicts('url'))
    .addOption(createTokenOption('the token of the receiver on this machine'));
}

/** Adds the options that select the form of the output. */
export function addFormatOptions(command: Command): Command {
  return command
    .addOption(new Option('--csv', 'CSV output, with a header line').conflicts('json'))
    .option('--json', 'JSON output');
}
