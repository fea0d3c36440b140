import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { findLambdaNode } from '../test/deploy/lambda-node.ts';
import { exec, root } from '../test/exec.ts';

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
export async function describeMachine(): Promise<string[]> {
  const [cpu] = cpus();
  const lambda = (await exec(join(await findLambdaNode(), 'node'), ['--version'])).trim();
  const { packages: lockedPackages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const versions = packages.map((name) => `${name} ${lockedPackages[`node_modules/${name}`].version}`);
  return [
    `${cpus().length} processors (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, ${arch()}`,
    `Node ${lambda} for what runs in Lambda, ${process.version} for \`npm start\``,
    versions.join(', '),
  ];
}
