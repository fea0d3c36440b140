import '../terminal/sdk-warnings.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { runCommand } from '../terminal/run-command.ts';
import { command, root } from '../test/command.ts';
import { lambdaNode } from '../test/deploy/lambda-node.ts';
import { DynamoDBLocal } from '../test/dynamodb/dynamodb-local.ts';
import { buildAll } from './bundles.ts';
import { measureCold } from './cold.ts';
import { report } from './figures-report.ts';
import { environmentOf } from './lambda-env.ts';
import { lineBytesOf } from './line-bytes.ts';
import { machineOf } from './machine.ts';
import { type Measurements, mediansOf } from './medians.ts';
import { keepRun, lastRun } from './runs.ts';
import { measureScale } from './scale.ts';
import { startStub } from './stub.ts';
import { measureThroughput } from './throughput.ts';
import { measureWarm } from './warm.ts';

/** How much is measured: enough for figures, or as little as tells that it works. */
const usual = {
  starts: 31,
  warm: { rounds: 11, blocksBefore: 10, hooksABlock: 1_000 },
  throughput: { rounds: 10, streams: 200 },
  sizes: { streams: 10_000, rows: 1_000_000 },
};
const short: typeof usual = {
  starts: 2,
  warm: { rounds: 2, blocksBefore: 1, hooksABlock: 30 },
  throughput: { rounds: 1, streams: 20 },
  sizes: { streams: 150, rows: 500 },
};

interface Typed {
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

async function run({ json, short: isShort }: Typed): Promise<void> {
  const measured = await measure(isShort ? short : usual);
  const medians = mediansOf(measured);
  if (Object.values(medians).some((median) => !Number.isFinite(median)))
    throw new Error(`The benchmark: received ${JSON.stringify(medians)}, expected a number for each.`);
  console.log(JSON.stringify(medians, null, 2));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(medians, null, 2)}\n`);
  if (isShort) return;
  const before = await lastRun();
  const thisRun = { at: new Date().toISOString(), medians };
  await report(measured, await machineOf(), thisRun, before);
  await keepRun(thisRun);
  await command('npx', ['biome', 'format', '--write', join(root, 'docs', 'benchmarks.json')]);
}

async function measure(amount: typeof usual): Promise<Measurements> {
  const step = (what: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`);
  step('looking for what it takes');
  const node = join(await lambdaNode(), 'node');
  const stub = await startStub();
  await (await DynamoDBLocal.start()).stop(); // it is needed at the end: who lacks it hears so now
  step('bundling');
  const bundles = buildAll();
  const env = environmentOf(stub);
  step('cold starts');
  const cold = await measureCold(node, bundles, env, amount.starts);
  step('hooks that come after');
  const warm = await measureWarm(node, bundles, env, amount.warm);
  stub.close();
  step('throughput of npm start');
  const throughput = await measureThroughput(amount.throughput);
  step(`what ${amount.sizes.streams} streams and ${amount.sizes.rows} rows cost`);
  const scale = await measureScale(amount.sizes);
  return { bundles, cold, warm, throughput, scale, lineBytes: await lineBytesOf() };
}
