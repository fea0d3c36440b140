import { toShellWord } from '../../terminal/shell.ts';
import { isAccessDenied } from '../stack/access-denied.ts';
import { findStack, withCloudFormation } from '../stack/cloud-formation.ts';
import { explainAwsError } from '../stack/explain-aws-error.ts';
import { awsTargetArgs, type DeployOptions } from './deploy-options.ts';

/** What cdk bootstrap makes, unless it is told another name. */
const DEFAULT_TOOLKIT_STACK = 'CDKToolkit';

/** Throws, with what to do about it, when credentials, a region or the bootstrap are missing: cdk says it late, or deploys elsewhere. */
export async function runPreflightChecks(
  options: Pick<DeployOptions, 'profile' | 'region' | 'toolkitStackName'>,
): Promise<void> {
  const toolkit = options.toolkitStackName ?? DEFAULT_TOOLKIT_STACK;
  try {
    if ((await findStack(toolkit)) !== undefined) return;
  } catch (error) {
    if (isAccessDenied(error)) return; // whoever may deploy need not be allowed to look: cdk itself will say
    throw explainAwsError(error);
  }
  const region = await withCloudFormation((client) => client.config.region());
  const bootstrap = ['npx cdk bootstrap', ...awsTargetArgs(options).map(toShellWord)].join(' ');
  throw new Error(
    `This account is not bootstrapped for CDK in ${region} (there is no stack ${toolkit}): run ${bootstrap} once, then this again. If its stack has another name, say so: --toolkit-stack-name NAME.`,
  );
}
