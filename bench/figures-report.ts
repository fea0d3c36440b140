import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageOf } from '../lib/functions/bundle-budget.ts';
import { root } from '../test/command.ts';
import { type Bundled, contenders } from './bundles.ts';
import { billedMs } from './cost.ts';
import { ratiosOf, type Series, spreadOf } from './figures.ts';
import { billsOf, cpuOf, type Measurements, type Medians, wallOf } from './medians.ts';
import type { Run } from './runs.ts';
import { warmPeers } from './warm.ts';

const file = join(root, 'docs', 'benchmarks.md');
/** What stands between these two is made anew; what is around it is written by people. */
const [BEGIN, END] = ['<!-- figures: npm run bench writes them -->', '<!-- end of the figures -->'];

const names: Record<Bundled, string> = {
  ours: '**this receiver**',
  usualExternal: 'the same handler, CommonJS, the SDK of the runtime',
  usualBundled: 'the same handler, CommonJS, the SDK bundled',
  tutorial: 'document client, as tutorials have it',
  powertools: 'Powertools and middy',
  hono: 'Hono',
  floor: 'hand-signed requests: the floor',
  bare: 'the same commands by the same client, nothing else',
  bareSdk: "the same commands by the SDK's client, nothing else",
};

/** What each median is to be at most, or at least. */
const goals: Record<keyof Medians, string> = {
  coldVsUsualBundling: 'at most 0.65',
  coldVsFloor: 'at most 1.6',
  coldVsPowertools: 'at most 0.5',
  coldVsHono: '',
  warmVsBareCalls: 'at most 1.25',
  bundleBytes: 'at most 150 000',
  scaleStreams: '1.0',
  scaleHistory: '1.0',
  scalePage: '1.0',
  throughputVsBareWrites: 'at least 0.7',
  costPerMillionHooksUsd: 'at most 3.60',
};

/** Writes the figures into docs/benchmarks.md, and leaves the words around them as they are. */
export async function report(measured: Measurements, machine: readonly string[], run: Run, before: Run | undefined) {
  const text = existsSync(file) ? await readFile(file, 'utf8') : `# Benchmarks\n\n${BEGIN}\n${END}\n`;
  const [head = '', rest = ''] = text.split(BEGIN);
  const [, tail = ''] = rest.split(END);
  const parts = [summary(run, before), machine.map((line) => `- ${line}`).join('\n'), cold(measured), warm(measured), bundle(measured), scale(measured), throughput(measured), cost(measured)]; // biome-ignore format: a row
  await writeFile(file, `${head}${BEGIN}\n\n${parts.join('\n\n')}\n\n${END}${tail}`);
}

function summary(run: Run, before: Run | undefined): string {
  const day = ({ at }: Run) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const rows = (Object.keys(goals) as (keyof Medians)[]).map((name) => [
    `\`${name}\``,
    figure(run.medians[name]),
    before ? figure(before.medians[name]) : '',
    goals[name],
  ]);
  return table(['median', day(run), before ? `${day(before)}, the run before` : 'no run before', 'goal'], rows);
}

function cold({ cold: taken, bundles }: Measurements): string {
  const rows = contenders.map((name) => [
    names[name],
    kilobytes(bundles[name].size),
    middle(taken[name].map(({ loadMs }) => loadMs)),
    spread(wallOf(taken[name])),
    spread(cpuOf(taken[name])),
    ratio(wallOf(taken.ours), wallOf(taken[name])),
    ratio(cpuOf(taken.ours), cpuOf(taken[name])),
  ]);
  const head = ['', 'bundle, KB', 'loaded, ms', 'first hook answered, ms', 'processor, ms', 'ours to it', 'processor'];
  return `## Cold start\n\n${taken.ours.length} fresh processes each, in turns.\n\n${table(head, rows)}`;
}

function warm({ warm: pairs }: Measurements): string {
  const { ours } = pairs.bare;
  const rows = warmPeers.map((name) => {
    const { ours: ofOurs, theirs } = pairs[name];
    const ratios = [ratio(wallOf(ofOurs), wallOf(theirs)), ratio(cpuOf(ofOurs), cpuOf(theirs))];
    return [names[name], spread(wallOf(theirs), 2), spread(cpuOf(theirs), 2), ...ratios];
  });
  const own = [names.ours, spread(wallOf(ours), 2), spread(cpuOf(ours), 2), '', ''];
  const head = ['', 'a hook, ms', 'processor, ms', 'ours to it', 'processor'];
  const how = `${ours.length} blocks of ours and of each peer in turns, one hook after the other, in processes that have handled thousands.`;
  return `## Every hook after the first\n\n${how}\n\n${table(head, [own, ...rows])}`;
}

function bundle({ bundles }: Measurements): string {
  const parts = new Map<string, number>();
  for (const { inputs } of Object.values(bundles.ours.metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = packageOf(path) ?? path.split('/').slice(0, 2).join('/');
      parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
    }
  }
  const rows = [...parts].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
  const shown = rows.map(([name, bytes]) => [`\`${name}\``, kilobytes(bytes)]);
  return `## What is in the bundle\n\n${bundles.ours.size} bytes.\n\n${table(['', 'KB'], shown)}`;
}

function scale({ scale: { sizes, small, streams, history } }: Measurements): string {
  const rows = small.map(({ what }, place) => [
    `\`${what}\``,
    ...[small, streams, history].map((costs) => {
      const cost = costs[place];
      if (cost === undefined) throw new Error(`expected the cost of ${what}`);
      const { requests, writeUnits, readUnits, bytes, ms } = cost;
      return `${requests}: ${writeUnits} w, ${readUnits} r; ${bytes} B; ${ms.toFixed(0)} ms`;
    }),
  ]);
  const head = ['', '1 live stream, no history', `${sizes.streams} live streams`, `${sizes.rows} rows of history`];
  return `## With more streams, and more history\n\nRequests: units written and read; bytes; ms, of a single one, beside it. By DynamoDB Local. The ratios at the top are of requests and units; bytes are beside them, since what is read of a longer history is longer, up to a page of 8 rows.\n\n${table(head, rows)}`;
}

function throughput({ throughput: { received, bare, p50, p99, sent, lost } }: Measurements): string {
  const rows = [
    ['`npm start`, hooks a second', spread(received, 0)],
    ['the same writes alone', spread(bare, 0)],
    ['the one to the other', ratio(received, bare)],
    ['an answer, ms', `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)}`],
    ['hooks sent; streams that were not as they should be then', `${sent}; ${lost}`],
  ];
  return `## How \`npm start\` keeps up\n\n16 streams at once, each of which waits for its answer.\n\n${table(['', ''], rows)}`;
}

function cost(measured: Measurements): string {
  const cpuMs = spreadOf(cpuOf(measured.warm.bare.ours)).median;
  const rows = billsOf(measured).map(({ what, api, lambdaRequests, computing, logs, writes, reads, total }) => [
    what,
    ...[api, lambdaRequests, computing, logs, writes, reads].map((part) => part.toFixed(3)),
    `**${total.toFixed(2)}**`,
  ]);
  const head = ['a million of', 'API', 'Lambda, requests', 'computing', 'logs', 'writes', 'reads', '$'];
  return `## What it costs\n\nDollars; ${billedMs({ cpuMs, lineBytes: 0 }, 1)} ms billed with 512 MB for a hook of one round trip, 9 more for each further one; ${measured.lineBytes.toFixed(0)} B a line. [operations.md](operations.md#cost) has the arithmetic.\n\n${table(head, rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function spread(series: Series, digits = 1): string {
  const { median, low, high } = spreadOf(series);
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

const middle = (series: Series): string => spreadOf(series).median.toFixed(1);
const ratio = (ours: Series, theirs: Series): string => spread(ratiosOf(ours, theirs), 2);
const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
