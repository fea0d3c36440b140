import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { findLambdaNode } from '../test/deploy/lambda-node.ts';
import { exec, root } from '../test/exec.ts';

const ownPackages = ['@aws-sdk/client-dynamodb', '@smithy/core', 'esbuild', 'dynalite'];
const peerPackages = ['@aws-lambda-powertools/idempotency', '@middy/core', 'hono'];

/** Describes the machine, the versions of Node and the versions of packages, a line each. */
export async function describeMachine(): Promise<string[]> {
  const [cpu] = cpus();
  const lambda = (await exec(join(await findLambdaNode(), 'node'), ['--version'])).trim();
  const versions = [...lockedVersions('.', ownPackages), ...lockedVersions('bench/peers', peerPackages)];
  return [
    `${cpus().length} processors (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, ${arch()}`,
    `Node ${lambda} for Lambda's handlers, ${process.version} for \`npm start\``,
    versions.join(', '),
  ];
}

function lockedVersions(folder: string, names: readonly string[]): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8'));
  return names.map((name) => `${name} ${packages[`node_modules/${name}`].version}`);
}
