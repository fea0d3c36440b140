import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StackOutputs } from '../stack/outputs.ts';
import type { Template } from '../stack/template.ts';
import { type Assembly, copyWithTemplate } from './assembly.ts';
import { runCdk } from './cdk.ts';
import { awsTargetArgs, type DeployOptions } from './deploy-options.ts';

/** An assembly, and the templates to deploy before its own. */
interface Deployment {
  readonly assembly: Assembly;
  readonly steps: readonly Template[];
}

/**
 * Runs cdk deploy for each step, then for the assembly itself, until one fails. Returns the last exit code and the outputs of
 * the stack; no outputs when nothing was deployed, as with --no-execute.
 */
export async function runCdkDeploy(
  { assembly, steps }: Deployment,
  options: DeployOptions,
  cdkArgs: readonly string[],
): Promise<{ code: number; outputs: StackOutputs | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  const outputsFile = options.outputsFile ?? join(folder, 'outputs.json');
  const args = [...toCdkArgs(options), '--outputs-file', outputsFile, ...cdkArgs];
  const deploy = (app: string) => runCdk(['deploy', '--app', app, ...args]);
  try {
    for (const [index, template] of steps.entries()) {
      console.log(`Deployment ${index + 1} of ${steps.length + 1}`);
      const code = await deploy(copyWithTemplate(assembly, template, folder));
      if (code !== 0) return { code, outputs: undefined };
    }
    const code = await deploy(assembly.folder);
    return { code, outputs: code === 0 ? readOutputsFile(outputsFile) : undefined };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toCdkArgs({ toolkitStackName, requireApproval, force, yes, ...target }: DeployOptions): string[] {
  return [
    ...awsTargetArgs(target),
    ...(toolkitStackName === undefined ? [] : ['--toolkit-stack-name', toolkitStackName]),
    ...(force ? ['--force'] : []),
    ...(yes ? ['--yes'] : []),
    ...['--require-approval', requireApproval],
  ];
}

/** Reads the first stack of the file: this project has one. */
function readOutputsFile(file: string): StackOutputs | undefined {
  if (!existsSync(file)) return undefined;
  const stacks: Record<string, Record<string, string>> = JSON.parse(readFileSync(file, 'utf8')); // as cdk writes it
  const [first] = Object.entries(stacks);
  return first && new StackOutputs(...first);
}
