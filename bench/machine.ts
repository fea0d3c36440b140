import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { command, root } from '../test/command.ts';
import { lambdaNode } from '../test/deploy/lambda-node.ts';

const packages = [
  '@aws-sdk/client-dynamodb',
  '@smithy/core',
  'esbuild',
  '@aws-lambda-powertools/idempotency',
  '@middy/core',
  'hono',
  'dynalite',
];

/** What the figures were measured on and with, in a sentence each. */
export async function machineOf(): Promise<string[]> {
  const [cpu] = cpus();
  const lambda = (await command(join(await lambdaNode(), 'node'), ['--version'])).trim();
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const versions = packages.map((name) => `${name} ${locked[`node_modules/${name}`].version}`);
  return [
    `${cpus().length} processors (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, ${arch()}`,
    `Node ${lambda} for what runs in Lambda, ${process.version} for \`npm start\``,
    versions.join(', '),
  ];
}
