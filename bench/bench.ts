import '../terminal/sdk-warnings.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { runCommand } from '../terminal/run-command.ts';
import { findLambdaNode } from '../test/deploy/lambda-node.ts';
import { DynamoDBLocal } from '../test/dynamodb/dynamodb-local.ts';
import { exec, root } from '../test/exec.ts';
import { measureAnnouncementLatency } from './announcement-latency.ts';
import { measureAuthorising } from './authorising.ts';
import { buildBundles, contenders } from './bundles.ts';
import { measureColdStarts } from './cold.ts';
import { assertWithinCosts } from './cost-limits.ts';
import { startDynamoDBStub } from './dynamodb-stub.ts';
import { createHookEvent } from './hooks.ts';
import installPeers from './install-peers.ts';
import { createLambdaEnv } from './lambda-env.ts';
import { measureLogLineBytes } from './log-line-bytes.ts';
import { describeMachine } from './machine.ts';
import { writeMarkdownReport } from './markdown-report.ts';
import { billDetailsOf, type Measurements, mediansOf } from './medians.ts';
import { writeReadmeFigures } from './readme-figures.ts';
import { readLastRun, saveRun } from './runs.ts';
import { measureScale } from './scale.ts';
import { measureThroughput } from './throughput.ts';
import { measureWarm } from './warm.ts';

/** The amounts of a full run: enough for stable figures. */
const fullRun = {
  starts: 31,
  warm: { rounds: 11, warmUpBlocks: 10, hooksPerBlock: 1_000 },
  authorising: { starts: 31, rounds: 11, warmUpBlocks: 10, questionsPerBlock: 1_000 },
  throughput: { rounds: 10, streams: 200 },
  announcements: { hooksPerSecond: 50, waves: 20 },
  sizes: { streams: 10_000, rows: 1_000_000 },
};
/** The amounts of a short run: enough to show that the benchmark works. */
const shortRun: typeof fullRun = {
  starts: 2,
  warm: { rounds: 2, warmUpBlocks: 1, hooksPerBlock: 30 },
  authorising: { starts: 2, rounds: 2, warmUpBlocks: 1, questionsPerBlock: 30 },
  throughput: { rounds: 1, streams: 20 },
  announcements: { hooksPerSecond: 20, waves: 1 },
  sizes: { streams: 150, rows: 500 },
};

/** The processor time of a hook (ms) that docs/operations.md bills: a short run does not warm up. */
const WARM_CPU_MS = 1.06;

interface BenchOptions {
  readonly short: boolean;
  readonly json?: string;
}

const bench = new Command('npm run bench --')
  .description(
    'Compares the receiver with the usual alternatives and writes docs/benchmarks.md, and the figures in README.md.',
  )
  .option('--json <file>', 'also write the medians to this file')
  .option('--short', 'check that the benchmark works, in half a minute; no file changes', false)
  .action(run);

await runCommand(bench);
process.exit(); // child processes and sockets need no cleaning up

async function run({ json, short: isShort }: BenchOptions): Promise<void> {
  const measurements = await measure(isShort ? shortRun : fullRun);
  const medians = mediansOf(measurements);
  if (Object.values(medians).some((median) => !Number.isFinite(median)))
    throw new Error(`The benchmark: received ${JSON.stringify(medians)}, expected a number for each median.`);
  console.log(JSON.stringify(medians, null, 2));
  const details = billDetailsOf(measurements);
  assertWithinCosts(isShort ? { ...details, cpuMs: WARM_CPU_MS } : details);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(medians, null, 2)}\n`);
  if (isShort) return;
  const previousRun = await readLastRun();
  const thisRun = { at: new Date().toISOString(), medians };
  await writeMarkdownReport(measurements, await describeMachine(), thisRun, previousRun);
  await saveRun(thisRun);
  await writeReadmeFigures(medians);
  await exec('npx', ['biome', 'format', '--write', join(root, 'docs', 'benchmarks.json')]);
}

async function measure(plan: typeof fullRun): Promise<Measurements> {
  const logStep = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
  logStep('checking requirements');
  await installPeers();
  const node = join(await findLambdaNode(), 'node');
  const stub = await startDynamoDBStub();
  await (await DynamoDBLocal.start()).stop(); // the last step needs it: report missing software now
  logStep('bundling');
  const bundles = buildBundles();
  const env = createLambdaEnv(stub);
  logStep('cold starts');
  const createEvent = () => createHookEvent('liveStreamStarted', 'cam-1', Date.now());
  const cold = await measureColdStarts(node, env, { bundles, names: contenders, createEvent, rounds: plan.starts });
  logStep('warm hooks');
  const warm = await measureWarm(node, bundles, env, plan.warm);
  logStep('who may publish');
  const authorising = await measureAuthorising(node, bundles, env, plan.authorising);
  stub.close();
  logStep('throughput of npm start');
  const throughput = await measureThroughput(plan.throughput);
  logStep(`announcements of ${plan.announcements.hooksPerSecond} hooks a second`);
  const announcements = await measureAnnouncementLatency(plan.announcements);
  logStep(`request units with ${plan.sizes.streams} streams and ${plan.sizes.rows} rows`);
  const scale = await measureScale(plan.sizes);
  const logLineBytes = await measureLogLineBytes();
  return { bundles, cold, warm, authorising, throughput, announcements, scale, logLineBytes };
}
