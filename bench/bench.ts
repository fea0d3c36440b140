import '../terminal/sdk-warnings.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { runCommand } from '../terminal/run-command.ts';
import { findLambdaNode } from '../test/deploy/lambda-node.ts';
import { DynamoDBLocal } from '../test/dynamodb/dynamodb-local.ts';
import { exec, root } from '../test/exec.ts';
import { buildBundles } from './bundles.ts';
import { measureColdStarts } from './cold.ts';
import { startDynamoDBStub } from './dynamodb-stub.ts';
import { createLambdaEnv } from './lambda-env.ts';
import { measureLogLineBytes } from './log-line-bytes.ts';
import { describeMachine } from './machine.ts';
import { writeMarkdownReport } from './markdown-report.ts';
import { type Measurements, mediansOf } from './medians.ts';
import { readLastRun, saveRun } from './runs.ts';
import { measureScale } from './scale.ts';
import { measureThroughput } from './throughput.ts';
import { measureWarm } from './warm.ts';

/** How much is measured: enough for figures, or as little as tells that it works. */
const fullRun = {
  starts: 31,
  warm: { rounds: 11, blocksBefore: 10, hooksABlock: 1_000 },
  throughput: { rounds: 10, streams: 200 },
  sizes: { streams: 10_000, rows: 1_000_000 },
};
const shortRun: typeof fullRun = {
  starts: 2,
  warm: { rounds: 2, blocksBefore: 1, hooksABlock: 30 },
  throughput: { rounds: 1, streams: 20 },
  sizes: { streams: 150, rows: 500 },
};

interface BenchOptions {
  readonly short: boolean;
  readonly json?: string;
}

const bench = new Command('npm run bench --')
  .description('Measures the receiver against what people would use instead, and writes docs/benchmarks.md.')
  .option('--json <file>', 'write the medians there too')
  .option('--short', 'see that it works, in half a minute: docs/benchmarks.md stays as it is', false)
  .action(run);

await runCommand(bench);
process.exit(); // of what was started nothing is left that matters

async function run({ json, short: isShort }: BenchOptions): Promise<void> {
  const measurements = await measure(isShort ? shortRun : fullRun);
  const medians = mediansOf(measurements);
  if (Object.values(medians).some((median) => !Number.isFinite(median)))
    throw new Error(`The benchmark: received ${JSON.stringify(medians)}, expected a number for each.`);
  console.log(JSON.stringify(medians, null, 2));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(medians, null, 2)}\n`);
  if (isShort) return;
  const previousRun = await readLastRun();
  const thisRun = { at: new Date().toISOString(), medians };
  await writeMarkdownReport(measurements, await describeMachine(), thisRun, previousRun);
  await saveRun(thisRun);
  await exec('npx', ['biome', 'format', '--write', join(root, 'docs', 'benchmarks.json')]);
}

async function measure(plan: typeof fullRun): Promise<Measurements> {
  const logStep = (what: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`);
  logStep('looking for what it takes');
  const node = join(await findLambdaNode(), 'node');
  const stub = await startDynamoDBStub();
  await (await DynamoDBLocal.start()).stop(); // it is needed at the end: who lacks it hears so now
  logStep('bundling');
  const bundles = buildBundles();
  const env = createLambdaEnv(stub);
  logStep('cold starts');
  const cold = await measureColdStarts(node, bundles, env, plan.starts);
  logStep('hooks that come after');
  const warm = await measureWarm(node, bundles, env, plan.warm);
  stub.close();
  logStep('throughput of npm start');
  const throughput = await measureThroughput(plan.throughput);
  logStep(`what ${plan.sizes.streams} streams and ${plan.sizes.rows} rows cost`);
  const scale = await measureScale(plan.sizes);
  return { bundles, cold, warm, throughput, scale, logLineBytes: await measureLogLineBytes() };
}
