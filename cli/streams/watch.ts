import { setTimeout as sleep } from 'node:timers/promises';
import { formatUtcTime } from '../../lambda/text/utc-time.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { TerminalStyle } from '../../terminal/text-table.ts';
import { truncate } from '../../terminal/truncate.ts';
import { formatTime } from '../../words/time.ts';
import type { ReadApiClient } from './read-api-client.ts';
import type { Screen } from './screen.ts';

const INTERVAL_MS = 2_000;

/** The latest result. */
interface Snapshot<T> {
  readonly result: T;
  /** When it was received, in ms since the epoch. */
  readonly at: number;
  /** The reason why the latest refresh failed. */
  readonly error?: string;
}

/** Loads and draws the result every 2 s, until the process ends; the last one stays while loading fails. Throws when the first attempt fails. */
export async function watch<T>(
  api: ReadApiClient,
  load: () => Promise<T>,
  render: (result: T, now: number, style: TerminalStyle) => string,
  screen: Screen,
): Promise<never> {
  let snapshot: Snapshot<T> = { result: await load(), at: Date.now() };
  const draw = () =>
    screen.draw(`${formatHeader(api, snapshot)}\n\n${render(snapshot.result, Date.now(), detectTerminal())}`);
  draw();
  if (screen.replaces) process.stdout.on('resize', draw);
  for (;;) {
    await sleep(INTERVAL_MS);
    const [changesBefore, errorBefore] = [api.changes, snapshot.error];
    snapshot = await refresh(load, snapshot);
    if (screen.replaces || api.changes > changesBefore || snapshot.error !== errorBefore) draw();
  }
}

async function refresh<T>(load: () => Promise<T>, snapshot: Snapshot<T>): Promise<Snapshot<T>> {
  try {
    return { result: await load(), at: Date.now() };
  } catch (error) {
    return { ...snapshot, error: error instanceof Error ? error.message : String(error) };
  }
}

function formatHeader<T>(api: ReadApiClient, { at, error }: Snapshot<T>): string {
  const { width, colours } = detectTerminal();
  const now = Date.now();
  const time = `${formatTime(at, now)} (${formatUtcTime(new Date(at).toISOString(), now)})`;
  if (error === undefined) return colours.dim(truncate(`${time}  ${api.url}  every 2 s, Ctrl-C to stop`, width));
  return colours.red(truncate(toPrintable(`As of ${time}. ${error}`), width));
}
