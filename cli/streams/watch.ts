import { setTimeout as sleep } from 'node:timers/promises';
import { shortTime } from '../../terminal/local-time.ts';
import { cut, showable } from '../../terminal/printable.ts';
import { lookOf } from '../../terminal/run-command.ts';
import type { Look } from '../../terminal/text-table.ts';
import type { ReadApi } from './read-api.ts';
import type { Screen } from './screen.ts';

const EVERY_MS = 2_000;

/** What is known so far. */
interface Known<T> {
  readonly answer: T;
  /** When it was told, in ms since the epoch. */
  readonly at: number;
  /** Why there is nothing newer. */
  readonly lost?: string;
}

/** Asks every 2 s and draws the answer, for ever; what was known stays when nobody answers. Throws when nobody did at first. */
export async function watch<T>(
  api: ReadApi,
  ask: () => Promise<T>,
  view: (answer: T, now: number, look: Look) => string,
  screen: Screen,
): Promise<never> {
  let known: Known<T> = { answer: await ask(), at: Date.now() };
  const draw = () => screen.draw(`${headOf(api, known)}\n\n${view(known.answer, Date.now(), lookOf())}`);
  draw();
  if (screen.replaces) process.stdout.on('resize', draw);
  for (;;) {
    await sleep(EVERY_MS);
    const [told, lost] = [api.told, known.lost];
    known = await asked(ask, known);
    if (screen.replaces || api.told > told || known.lost !== lost) draw();
  }
}

async function asked<T>(ask: () => Promise<T>, known: Known<T>): Promise<Known<T>> {
  try {
    return { answer: await ask(), at: Date.now() };
  } catch (error) {
    return { ...known, lost: error instanceof Error ? error.message : String(error) };
  }
}

function headOf<T>(api: ReadApi, { at, lost }: Known<T>): string {
  const { width, colours } = lookOf();
  const time = `${shortTime(at, Date.now())} (${new Date(at).toISOString().slice(11, 19)} UTC)`;
  if (lost === undefined) return colours.dim(cut(`${time}  ${api.url}  every 2 s, Ctrl-C ends`, width));
  return colours.red(cut(showable(`As of ${time}. ${lost}`), width));
}
