import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageOf } from '../lib/functions/bundle-budget.ts';
import { root } from '../test/exec.ts';
import { type BundleName, contenders } from './bundles.ts';
import { billedMs } from './cost.ts';
import { billsOf, cpuTimes, type Measurements, type Medians, wallTimes } from './medians.ts';
import type { Run } from './runs.ts';
import { quartilesOf, ratiosOf, type Series } from './statistics.ts';
import { warmPeers } from './warm.ts';

const file = join(root, 'docs', 'benchmarks.md');
/** What stands between these two is made anew; what is around it is written by people. */
const [BEGIN, END] = ['<!-- figures: npm run bench writes them -->', '<!-- end of the figures -->'];

const labels: Record<BundleName, string> = {
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
export async function writeMarkdownReport(
  measurements: Measurements,
  machine: readonly string[],
  run: Run,
  previousRun: Run | undefined,
) {
  const text = existsSync(file) ? await readFile(file, 'utf8') : `# Benchmarks\n\n${BEGIN}\n${END}\n`;
  const [head = '', rest = ''] = text.split(BEGIN);
  const [, tail = ''] = rest.split(END);
  const parts = [summarySection(run, previousRun), machine.map((line) => `- ${line}`).join('\n'), coldSection(measurements), warmSection(measurements), bundleSection(measurements), scaleSection(measurements), throughputSection(measurements), costSection(measurements)]; // biome-ignore format: a row
  await writeFile(file, `${head}${BEGIN}\n\n${parts.join('\n\n')}\n\n${END}${tail}`);
}

function summarySection(run: Run, previousRun: Run | undefined): string {
  const day = ({ at }: Run) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  const rows = (Object.keys(goals) as (keyof Medians)[]).map((name) => [
    `\`${name}\``,
    formatFigure(run.medians[name]),
    previousRun ? formatFigure(previousRun.medians[name]) : '',
    goals[name],
  ]);
  return markdownTable(
    ['median', day(run), previousRun ? `${day(previousRun)}, the run before` : 'no run before', 'goal'],
    rows,
  );
}

function coldSection({ cold: samples, bundles }: Measurements): string {
  const rows = contenders.map((name) => [
    labels[name],
    formatKilobytes(bundles[name].size),
    formatMedian(samples[name].map(({ loadMs }) => loadMs)),
    formatQuartiles(wallTimes(samples[name])),
    formatQuartiles(cpuTimes(samples[name])),
    formatRatios(wallTimes(samples.ours), wallTimes(samples[name])),
    formatRatios(cpuTimes(samples.ours), cpuTimes(samples[name])),
  ]);
  const head = ['', 'bundle, KB', 'loaded, ms', 'first hook answered, ms', 'processor, ms', 'ours to it', 'processor'];
  return `## Cold start\n\n${samples.ours.length} fresh processes each, in turns.\n\n${markdownTable(head, rows)}`;
}

function warmSection({ warm: pairs }: Measurements): string {
  const { ours } = pairs.bare;
  const rows = warmPeers.map((name) => {
    const { ours: oursBeside, theirs } = pairs[name];
    const ratios = [
      formatRatios(wallTimes(oursBeside), wallTimes(theirs)),
      formatRatios(cpuTimes(oursBeside), cpuTimes(theirs)),
    ];
    return [labels[name], formatQuartiles(wallTimes(theirs), 2), formatQuartiles(cpuTimes(theirs), 2), ...ratios];
  });
  const ourRow = [labels.ours, formatQuartiles(wallTimes(ours), 2), formatQuartiles(cpuTimes(ours), 2), '', ''];
  const head = ['', 'a hook, ms', 'processor, ms', 'ours to it', 'processor'];
  const method = `${ours.length} blocks of ours and of each peer in turns, one hook after the other, in processes that have handled thousands.`;
  return `## Every hook after the first\n\n${method}\n\n${markdownTable(head, [ourRow, ...rows])}`;
}

function bundleSection({ bundles }: Measurements): string {
  const parts = new Map<string, number>();
  for (const { inputs } of Object.values(bundles.ours.metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = packageOf(path) ?? path.split('/').slice(0, 2).join('/');
      parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
    }
  }
  const rows = [...parts].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
  const shown = rows.map(([name, bytes]) => [`\`${name}\``, formatKilobytes(bytes)]);
  return `## What is in the bundle\n\n${bundles.ours.size} bytes.\n\n${markdownTable(['', 'KB'], shown)}`;
}

function scaleSection({ scale: { sizes, small, streams, history } }: Measurements): string {
  const rows = small.map(({ operation }, index) => [
    `\`${operation}\``,
    ...[small, streams, history].map((costs) => {
      const cost = costs[index];
      if (cost === undefined) throw new Error(`expected the cost of ${operation}`);
      const { requests, writeUnits, readUnits, bytes, ms } = cost;
      return `${requests}: ${writeUnits} w, ${readUnits} r; ${bytes} B; ${ms.toFixed(0)} ms`;
    }),
  ]);
  const head = ['', '1 live stream, no history', `${sizes.streams} live streams`, `${sizes.rows} rows of history`];
  return `## With more streams, and more history\n\nRequests: units written and read; bytes; ms, of a single one, beside it. By DynamoDB Local. The ratios at the top are of requests and units; bytes are beside them, since what is read of a longer history is longer, up to a page of 8 rows.\n\n${markdownTable(head, rows)}`;
}

function throughputSection({ throughput: { received, bare, p50, p99, sent, lost } }: Measurements): string {
  const rows = [
    ['`npm start`, hooks a second', formatQuartiles(received, 0)],
    ['the same writes alone', formatQuartiles(bare, 0)],
    ['the one to the other', formatRatios(received, bare)],
    ['an answer, ms', `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)}`],
    ['hooks sent; streams that were not as they should be then', `${sent}; ${lost}`],
  ];
  return `## How \`npm start\` keeps up\n\n16 streams at once, each of which waits for its answer.\n\n${markdownTable(['', ''], rows)}`;
}

function costSection(measurements: Measurements): string {
  const cpuMs = quartilesOf(cpuTimes(measurements.warm.bare.ours)).median;
  const rows = billsOf(measurements).map(({ label, api, lambdaRequests, computing, logs, writes, reads, total }) => [
    label,
    ...[api, lambdaRequests, computing, logs, writes, reads].map((part) => part.toFixed(3)),
    `**${total.toFixed(2)}**`,
  ]);
  const head = ['a million of', 'API', 'Lambda, requests', 'computing', 'logs', 'writes', 'reads', '$'];
  return `## What it costs\n\nDollars; ${billedMs({ cpuMs, logLineBytes: 0 }, 1)} ms billed with 512 MB for a hook of one round trip, 9 more for each further one; ${measurements.logLineBytes.toFixed(0)} B a line. [operations.md](operations.md#cost) has the arithmetic.\n\n${markdownTable(head, rows)}`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function formatQuartiles(series: Series, digits = 1): string {
  const { median, lower, upper } = quartilesOf(series);
  return `${median.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`;
}

const formatMedian = (series: Series): string => quartilesOf(series).median.toFixed(1);
const formatRatios = (ours: Series, theirs: Series): string => formatQuartiles(ratiosOf(ours, theirs), 2);
const formatKilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
const formatFigure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
