import { packageOf } from '../lib/functions/bundle-budget.ts';
import { authoriserPeers } from './authorising.ts';
import { authorisers, type BundleName, contenders } from './bundles.ts';
import type { ColdStart } from './cold.ts';
import { billedMs, DYNAMODB_LATENCY_MS } from './cost.ts';
import { formatKilobytes, formatMedian, formatQuartiles, formatRatios, markdownTable } from './markdown-table.ts';
import { billsOf, cpuTimes, type Measurements, wallTimes } from './medians.ts';
import { percentileOf, quartilesOf } from './statistics.ts';
import { type HookTime, type WarmComparison, warmPeers } from './warm.ts';

const labels: Record<BundleName, string> = {
  ours: '**this receiver**',
  usualExternal: 'the same handler, CommonJS, SDK of the runtime',
  usualBundled: 'the same handler, CommonJS, SDK bundled',
  tutorial: 'document client, as in tutorials',
  powertools: 'Powertools and middy',
  hono: 'Hono',
  handSigned: 'hand-signed requests: the minimum',
  raw: 'only the same commands, by the same client',
  rawSdk: "only the same commands, by the SDK's client",
  authoriser: '**this authoriser**',
  documentRead: 'document client, as in tutorials',
  handSignedRead: 'a read signed by hand: the minimum',
  rawReads: 'only the read, by the same client',
};

function coldSection({ cold, bundles }: Measurements): string {
  const method = `${cold.ours.length} fresh processes each, in random order.`;
  return `## Cold start\n\n${method}\n\n${coldTable(contenders, 'ours', cold, bundles, 'first hook answered, ms')}`;
}

/** Returns the table of the first answers of bundles, beside those of one of them. */
function coldTable<Name extends BundleName>(
  names: readonly Name[],
  own: Name,
  cold: Readonly<Record<Name, readonly ColdStart[]>>,
  bundles: Measurements['bundles'],
  answered: string,
): string {
  const rows = names.map((name) => [
    labels[name],
    formatKilobytes(bundles[name].size),
    formatMedian(cold[name].map(({ loadMs }) => loadMs)),
    formatQuartiles(wallTimes(cold[name])),
    formatQuartiles(cpuTimes(cold[name])),
    formatRatios(wallTimes(cold[own]), wallTimes(cold[name])),
    formatRatios(cpuTimes(cold[own]), cpuTimes(cold[name])),
  ]);
  return markdownTable(['', 'bundle, KB', 'loaded, ms', answered, 'CPU, ms', 'ratio', 'CPU ratio'], rows);
}

function warmSection({ warm }: Measurements): string {
  const { ours } = warm.raw;
  const method = `${ours.length} alternating blocks of ours and of each peer, one hook after the other, in processes that have handled thousands.`;
  return `## Every hook after the first\n\n${method}\n\n${warmTable(warmPeers, labels.ours, ours, warm, 'per hook, ms')}`;
}

/** Returns the table of our times, and of each peer's beside ours. */
function warmTable<Name extends BundleName>(
  names: readonly Name[],
  ownLabel: string,
  own: readonly HookTime[],
  warm: Readonly<Record<Name, WarmComparison>>,
  each: string,
): string {
  const rows = names.map((name) => {
    const { ours, theirs } = warm[name];
    return [
      labels[name],
      formatQuartiles(wallTimes(theirs), 2),
      formatQuartiles(cpuTimes(theirs), 2),
      formatRatios(wallTimes(ours), wallTimes(theirs)),
      formatRatios(cpuTimes(ours), cpuTimes(theirs)),
    ];
  });
  const ownRow = [ownLabel, formatQuartiles(wallTimes(own), 2), formatQuartiles(cpuTimes(own), 2), '', ''];
  return markdownTable(['', each, 'CPU, ms', 'ratio', 'CPU ratio'], [ownRow, ...rows]);
}

function authorisingSection({ authorising, bundles }: Measurements): string {
  const { cold, warm, remembered, serial } = authorising;
  const { ours } = warm.rawReads;
  const text = [
    '## Who may publish',
    `The authoriser beside the same read in other ways, of a token and a key that were used before in this hour. ${cold.authoriser.length} fresh processes each, in random order:`,
    coldTable(authorisers, 'authoriser', cold, bundles, 'first answer, ms'),
    `Answers after the first, each with a read, in ${ours.length} alternating blocks:`,
    warmTable(authoriserPeers, labels.authoriser, ours, warm, 'per answer, ms'),
    `An answer without a read, since both were read in the last 60 s, takes ${remembered.wallMs.toFixed(2)} ms. One after the other, with a read of ${DYNAMODB_LATENCY_MS} ms each, one process gives ${Math.floor(2_000 / serial.wallMs)} answers in the 2 s that the media server gives a publisher, its queue included. The way from the media server to the API is in no figure: measure yours.`,
  ];
  return text.join('\n\n');
}

function bundleSection({ bundles }: Measurements): string {
  const bytesByPart = new Map<string, number>();
  for (const { inputs } of Object.values(bundles.ours.metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = packageOf(path) ?? path.split('/').slice(0, 2).join('/');
      bytesByPart.set(part, (bytesByPart.get(part) ?? 0) + bytesInOutput);
    }
  }
  const parts = [...bytesByPart].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
  const rows = parts.map(([part, bytes]) => [`\`${part}\``, formatKilobytes(bytes)]);
  return `## What is in the bundle\n\n${bundles.ours.size} bytes.\n\n${markdownTable(['', 'KB'], rows)}`;
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
  const method =
    'Requests: write and read units; bytes; ms of a single run, for information. Measured on DynamoDB Local. The ratios at the top are of requests and units. Bytes may differ: a longer history makes a page of it longer, up to 8 rows.';
  return `## With more streams and more history\n\n${method}\n\n${markdownTable(head, rows)}`;
}

function throughputSection({ throughput }: Measurements): string {
  const { received, rawWrites, p50, p99, hooksSent, wrongStreams } = throughput;
  const rows = [
    ['`npm start`, hooks per second', formatQuartiles(received, 0)],
    ['only the same writes', formatQuartiles(rawWrites, 0)],
    ['ratio', formatRatios(received, rawWrites)],
    ['time to answer, ms', `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)}`],
    ['hooks sent; streams with a wrong state afterwards', `${hooksSent}; ${wrongStreams}`],
  ];
  return `## Throughput of \`npm start\`\n\n16 concurrent streams, each of which waits for its answer.\n\n${markdownTable(['', ''], rows)}`;
}

function announcementSection({ announcements: { hooksPerSecond, latencies, duplicates } }: Measurements): string {
  const percentiles = [0.5, 0.9, 0.99, 1].map((share) => percentileOf(latencies, share).toFixed(0));
  const head = ['announcements', 'more than once', 'median, ms', '90 %', '99 %', 'longest'];
  const method = `${hooksPerSecond} hooks a second to \`npm start\`, each of which is announced, and \`npm run events -- --follow --forward URL\`, which posts one announcement after the other to a server on the same machine. The time is from the hook's answer until the announcement has arrived. A missing announcement fails the run.`;
  const row = [String(latencies.length), String(duplicates), ...percentiles];
  return `## From a hook's answer to a consumer\n\n${method}\n\n${markdownTable(head, [row])}`;
}

function costSection(measurements: Measurements): string {
  const cpuMs = quartilesOf(cpuTimes(measurements.warm.raw.ours)).median;
  const rows = billsOf(measurements).map(({ label, api, lambdaRequests, compute, logs, writes, reads, total }) => [
    label,
    ...[api, lambdaRequests, compute, logs, writes, reads].map((part) => part.toFixed(3)),
    `**${total.toFixed(2)}**`,
  ]);
  const head = ['a million of', 'API', 'Lambda requests', 'compute', 'logs', 'writes', 'reads', '$'];
  const method = `In dollars. Lambda bills ${billedMs({ cpuMs }, 1)} ms with 512 MB for a hook of one round trip, 9 ms more for each further one. A log line has ${measurements.logLineBytes.toFixed(0)} B. Arithmetic: [operations.md](operations.md#cost).`;
  return `## Cost\n\n${method}\n\n${markdownTable(head, rows)}`;
}

/** The sections of the report, in order. */
export const sections = [
  coldSection,
  warmSection,
  authorisingSection,
  bundleSection,
  scaleSection,
  throughputSection,
  announcementSection,
  costSection,
];
