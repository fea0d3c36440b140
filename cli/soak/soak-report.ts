import { counted } from '../../terminal/counted.ts';
import { showable } from '../../terminal/printable.ts';
import { type Look, tableOf } from '../../terminal/text-table.ts';
import type { Played } from '../simulate/run-simulation.ts';
import { wrongOnes } from '../simulate/verdict.ts';
import { type Tally, type Times, timesOf } from './tally.ts';

/** A round as a line that a person reads. */
export function roundLine({ delivered, ms, comparison }: Played, { rounds, last }: Tally, at = new Date()): string {
  const failed = delivered.filter(({ answer }) => !answer.ok).length;
  return [
    at.toISOString().slice(11, 19),
    `round ${rounds}`,
    `${counted(delivered.length, 'hook')} in ${(ms / 1_000).toFixed(1)} s`,
    `${failed} failed`,
    comparedWords(comparison),
    timeWords(timesOf(delivered.map(({ answer }) => answer.ms))),
    `memory ${memoryWords(last)}`,
  ].join('  ');
}

function comparedWords(comparison: Played['comparison']): string {
  if (comparison === undefined || comparison instanceof Error) return 'not compared';
  return `${wrongOnes(comparison).length} of ${counted(comparison.streams.length, 'stream')} wrong`;
}

const timeWords = ({ p50, p99, slowest }: Times): string =>
  `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms, slowest ${Math.round(slowest)} ms`;

interface Row {
  readonly what: string;
  readonly value: string;
  readonly isBad?: boolean;
}

/** What a person reads once it is over. */
export function report(tally: Tally, look: Look): string {
  const paint = (text: string, { isBad }: Row) => (isBad === true ? look.colours.red(text) : text);
  const table = tableOf<Row>(
    [
      { head: 'Soak', text: ({ what }) => what, paint },
      { head: 'Result', text: ({ value }) => value, paint },
    ],
    rowsOf(tally),
    look,
  );
  return [table, '', ...wrongLines(tally), verdict(tally, look)].join('\n');
}

function rowsOf(tally: Tally): Row[] {
  const { answers, kept, failed, streams, servers, wrong, times } = tally;
  const hooks = kept + failed;
  const outcomes = [...answers].map(([outcome, count]) => ({ what: `  ${outcome}`, value: String(count) }));
  return [
    { what: 'Rounds', value: String(tally.rounds) },
    { what: 'Hooks', value: String(hooks) },
    ...outcomes,
    { what: 'Answered 200: kept', value: String(kept) },
    { what: 'Not answered 200', value: String(failed), isBad: failed > 0 },
    { what: 'Compared', value: `${counted(streams, 'stream')}, ${counted(servers, 'server')}` },
    { what: 'Wrong', value: String(wrong.length), isBad: wrong.length > 0 },
    { what: 'Answered in', value: timeWords(times) },
    ...memoryRows(tally),
  ];
}

function memoryRows({ memory: { start, warm, end } }: Tally): Row[] {
  if (start === undefined) return [{ what: 'Memory', value: memoryWords(start) }];
  const growth = warm === undefined || end === undefined ? undefined : end - warm;
  return [
    { what: 'Memory at the start', value: `${memoryWords(start)}, the receiver with its database` },
    { what: '  after warm-up', value: memoryWords(warm) },
    { what: '  at the end', value: memoryWords(end) },
    { what: '  growth since warm-up', value: memoryWords(growth) },
  ];
}

const MEBIBYTE = 1024 ** 2;

function memoryWords(bytes: number | undefined): string {
  return bytes === undefined ? 'not known' : `${Math.round(bytes / MEBIBYTE)} MiB`;
}

/** Wrong streams that are told of; the others are counted. */
const MOST_WRONG = 20;

function wrongLines({ wrong, errors }: Tally): string[] {
  const streams = wrong.slice(0, MOST_WRONG).map(({ id, wrong: fields }) => {
    const said = fields.map(({ field, expected, found }) => `${field}: expected ${expected}, found ${found}`);
    return showable(`${id}  ${said.join('; ')}`);
  });
  const reasons = new Set(errors.map(({ message }) => `Not compared with the read API: ${showable(message)}.`));
  return [...streams, ...reasons];
}

function verdict({ isClean, kept }: Tally, { colours }: Look): string {
  if (isClean) return colours.green('Every hook was answered 200, and the read API says what was sent.');
  if (kept === 0) return colours.red('No hook was answered 200: is the URL right, and does the receiver run?');
  return colours.red('Something was not answered 200, or the read API says something else: see above.');
}
