import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Outputs } from '../stack/outputs.ts';
import { runCdk } from './cdk.ts';
import { namedOptions, type Wanted } from './wanted.ts';

/** Runs cdk deploy: its exit code, and what the stack tells of itself; undefined when none was deployed, as with --no-execute. */
export async function cdkDeploy(
  wanted: Wanted,
  cdk: readonly string[],
): Promise<{ code: number; outputs: Outputs | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  const outputsFile = wanted.outputsFile ?? join(folder, 'outputs.json');
  try {
    const code = await runCdk(['deploy', ...deployOptions(wanted, outputsFile), ...cdk]);
    return { code, outputs: code === 0 ? readOutputs(outputsFile) : undefined };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function deployOptions(wanted: Wanted, outputsFile: string): string[] {
  const { toolkitStackName, requireApproval, force } = wanted;
  return [
    ...namedOptions(wanted),
    ...(toolkitStackName === undefined ? [] : ['--toolkit-stack-name', toolkitStackName]),
    ...(force ? ['--force'] : []),
    ...['--require-approval', requireApproval, '--outputs-file', outputsFile],
  ];
}

/** The first stack of the file: this project has one. */
function readOutputs(file: string): Outputs | undefined {
  if (!existsSync(file)) return undefined;
  const stacks: Record<string, Record<string, string>> = JSON.parse(readFileSync(file, 'utf8')); // as cdk writes it
  const [first] = Object.entries(stacks);
  return first && new Outputs(...first);
}
