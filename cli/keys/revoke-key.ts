import type { Command } from 'commander';
import type { StopReport, StopResult } from '../../lambda/asking/stop-streams.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import type { StreamKey } from '../../lambda/tokens/stream-key.ts';
import { tokenIdOf } from '../../lambda/tokens/token.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { toShellWord } from '../../terminal/shell.ts';
import { stackOption } from '../connection/with-connection.ts';
import { findByIdPrefix, MIN_ID_LENGTH } from '../tokens/find-by-id.ts';
import { toKeyJson } from './key-json.ts';
import { stopCovered } from './stop-covered.ts';
import { type KeyConnection, withKeyTable } from './with-key-table.ts';

interface RevokeKeyOptions {
  readonly stop?: true;
  readonly stack?: string;
  readonly json?: true;
}

/** An error names at most so many streams; the output has them all. */
const MAX_NAMED = 5;

/** Adds `revoke`, which revokes a key, and on demand asks the media server to stop every live stream that it covers. */
export function addRevoke(keys: Command): void {
  keys
    .command('revoke')
    .argument('<id>', `the id that list shows, or at least its first ${MIN_ID_LENGTH} characters`)
    .description('revoke a key: it lets nobody in any more, at the latest in 60 s; who is live stays live')
    .allowUnknownOption() // one id in 64 begins with a dash
    .option('--stop', 'also ask the registered media server to stop every live stream that the key covers: also those that were published with another key, such as its replacement, and those that the server pulls itself') // biome-ignore format: an option a line
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((id: string, options: RevokeKeyOptions) =>
      withKeyTable(options.stack, (connection) => revoke(connection, id, options)),
    );
}

async function revoke(connection: KeyConnection, id: string, { stop, stack, json }: RevokeKeyOptions): Promise<void> {
  const key = findByIdPrefix(id, await connection.keys.list(), 'keys');
  if (stop && key.use === 'play')
    throw new Error(
      `--stop: received the key ${tokenIdOf(key)}, which is for playing; expected one that publishes: a media server stops streams, not players. Nothing was revoked: do it without --stop.`,
    );
  await connection.keys.revoke(key.hash);
  const report = stop && (await stopCovered(key, connection, stack).catch((error) => fail(key, error)));
  const stopped = report && { stopped: report.results, stopError: report.error };
  console.log(
    json ? toPrintableJson({ ...toKeyJson(key, Date.now()), ...stopped }) : formatRevoked(key, report, connection),
  );
  const remaining = report?.results.filter((result) => !result.stopped) ?? [];
  if (remaining.length > 0) throw new Error(formatRemaining(key, remaining, stack));
}

function fail(key: StreamKey, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(
    `Revoked ${tokenIdOf(key)}, but nobody was stopped: which streams are live could not be read (${message}).`,
  );
}

function formatRevoked(key: StreamKey, report: StopReport | undefined, { name }: KeyConnection): string {
  const label = key.label === '' ? '' : ` (${key.label})`;
  const lines = [`Revoked ${tokenIdOf(key)}${label} in ${name}: it lets nobody in any more, at the latest in 60 s.`];
  if (report === undefined) return toPrintable(lines.join(''));
  const { error, results } = report;
  if (results.length === 0) lines.push(`No live stream of ${key.app} is covered by it.`);
  lines.push(...results.map(({ id, text }) => `${id}: ${text}.`));
  if (results.some(({ stopped }) => stopped))
    lines.push('An encoder that comes back within these 60 s may be let in once more: npm run streams shows it.');
  if (error !== null) lines.push(`${results.some(({ stopped }) => stopped) ? 'Not all were' : 'Nobody was'} stopped: ${error}.`); // biome-ignore format: a sentence
  return lines.map(toPrintable).join('\n');
}

function formatRemaining(key: StreamKey, remaining: readonly StopResult[], stack: string | undefined): string {
  const named = remaining.slice(0, MAX_NAMED).map(({ id, text }) => `${id}: ${text}`);
  const more = remaining.length > MAX_NAMED ? `, and ${remaining.length - MAX_NAMED} more` : '';
  const words = ['--app', key.app, ...(stack === undefined ? [] : ['--stack', stack])].map(toShellWord).join(' ');
  const were = `${pluralize(remaining.length, 'live stream')} that it covers ${remaining.length === 1 ? 'was' : 'were'}`;
  return `The key is revoked, but ${were} not stopped (${named.join('; ')}${more}), expected all to be: stop what is live in the media server's panel, and see npm run servers -- check ${words}.`;
}
