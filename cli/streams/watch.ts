import { setTimeout as sleep } from 'node:timers/promises';
import { toPrintable, truncate } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { TerminalStyle } from '../../terminal/text-table.ts';
import { formatTime } from '../../words/time.ts';
import type { ReadApiClient } from './read-api-client.ts';
import type { Screen } from './screen.ts';

const INTERVAL_MS = 2_000;

/** What is known so far. */
interface Snapshot<T> {
  readonly answer: T;
  /** When it was told, in ms since the epoch. */
  readonly at: number;
  /** Why there is nothing newer. */
  readonly error?: string;
}

/** Asks every 2 s and draws the answer, for ever; what was known stays when nobody answers. Throws when nobody did at first. */
export async function watch<T>(
  api: ReadApiClient,
  load: () => Promise<T>,
  render: (answer: T, now: number, look: TerminalStyle) => string,
  screen: Screen,
): Promise<never> {
  let snapshot: Snapshot<T> = { answer: await load(), at: Date.now() };
  const draw = () =>
    screen.draw(`${formatHeader(api, snapshot)}\n\n${render(snapshot.answer, Date.now(), detectTerminal())}`);
  draw();
  if (screen.replaces) process.stdout.on('resize', draw);
  for (;;) {
    await sleep(INTERVAL_MS);
    const [changesBefore, lost] = [api.changes, snapshot.error];
    snapshot = await refresh(load, snapshot);
    if (screen.replaces || api.changes > changesBefore || snapshot.error !== lost) draw();
  }
}

async function refresh<T>(load: () => Promise<T>, snapshot: Snapshot<T>): Promise<Snapshot<T>> {
  try {
    return { answer: await load(), at: Date.now() };
  } catch (error) {
    return { ...snapshot, error: error instanceof Error ? error.message : String(error) };
  }
}

function formatHeader<T>(api: ReadApiClient, { at, error }: Snapshot<T>): string {
  const { width, colours } = detectTerminal();
  const time = `${formatTime(at, Date.now())} (${new Date(at).toISOString().slice(11, 19)} UTC)`;
  if (error === undefined) return colours.dim(truncate(`${time}  ${api.url}  every 2 s, Ctrl-C ends`, width));
  return colours.red(truncate(toPrintable(`As of ${time}. ${error}`), width));
}
