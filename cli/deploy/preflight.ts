import { toShellWord } from '../../terminal/shell.ts';
import { explainAwsError, isAccessDenied } from '../stack/aws-errors.ts';
import { findStack, resolveRegion } from '../stack/cloud-formation.ts';
import { awsTargetArgs, type DeployOptions } from './deploy-options.ts';

/** The default name of the stack that cdk bootstrap creates. */
const DEFAULT_TOOLKIT_STACK = 'CDKToolkit';

/** Throws, with what to do, when credentials, a region or the bootstrap are missing: cdk itself would fail late, or deploy elsewhere. */
export async function runPreflightChecks(
  options: Pick<DeployOptions, 'profile' | 'region' | 'toolkitStackName'>,
): Promise<void> {
  const toolkit = options.toolkitStackName ?? DEFAULT_TOOLKIT_STACK;
  try {
    if ((await findStack(toolkit)) !== undefined) return;
  } catch (error) {
    if (isAccessDenied(error)) return; // users who may deploy need not be allowed to look: cdk itself will say
    throw explainAwsError(error);
  }
  const bootstrap = ['npx cdk bootstrap', ...awsTargetArgs(options).map(toShellWord)].join(' ');
  throw new Error(
    `This account is not bootstrapped for CDK in ${await resolveRegion()} (there is no stack ${toolkit}): run ${bootstrap} once, then this again. If the bootstrap stack has another name, add --toolkit-stack-name NAME.`,
  );
}
