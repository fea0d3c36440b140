import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StackOutputs } from '../stack/outputs.ts';
import type { Template } from '../stack/template.ts';
import type { Assembly } from './assembly.ts';
import { runCdk } from './cdk.ts';
import { awsTargetArgs, type DeployOptions } from './deploy-options.ts';
import { writeStepAssembly } from './step-assembly.ts';

/** What is deployed, and what has to be before. */
interface Deployment {
  readonly assembly: Assembly;
  readonly steps: readonly Template[];
}

/**
 * Runs cdk deploy, for each step and then for what is wanted: the exit code of the one that failed, or else of the last, and
 * what the stack tells of itself; undefined when none was deployed, as with --no-execute.
 */
export async function runCdkDeploy(
  { assembly, steps }: Deployment,
  options: DeployOptions,
  cdkArgs: readonly string[],
): Promise<{ code: number; outputs: StackOutputs | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  const outputsFile = options.outputsFile ?? join(folder, 'outputs.json');
  const deploy = (app: string) => runCdk(['deploy', '--app', app, ...cdkDeployArgs(options, outputsFile), ...cdkArgs]);
  try {
    for (const [index, template] of steps.entries()) {
      console.log(`Deployment ${index + 1} of ${steps.length + 1}`);
      const code = await deploy(writeStepAssembly(assembly, template, folder));
      if (code !== 0) return { code, outputs: undefined };
    }
    const code = await deploy(assembly.folder);
    return { code, outputs: code === 0 ? readOutputs(outputsFile) : undefined };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cdkDeployArgs(options: DeployOptions, outputsFile: string): string[] {
  const { toolkitStackName, requireApproval, force, yes } = options;
  return [
    ...awsTargetArgs(options),
    ...(toolkitStackName === undefined ? [] : ['--toolkit-stack-name', toolkitStackName]),
    ...(force ? ['--force'] : []),
    ...(yes ? ['--yes'] : []),
    ...['--require-approval', requireApproval, '--outputs-file', outputsFile],
  ];
}

/** The first stack of the file: this project has one. */
function readOutputs(file: string): StackOutputs | undefined {
  if (!existsSync(file)) return undefined;
  const stacks: Record<string, Record<string, string>> = JSON.parse(readFileSync(file, 'utf8')); // as cdk writes it
  const [first] = Object.entries(stacks);
  return first && new StackOutputs(...first);
}
