import { shellWord } from '../../terminal/shell.ts';
import { askCloudFormation, findStack } from '../stack/cloud-formation.ts';
import { inWords } from '../stack/explain-aws-error.ts';
import { isForbidden } from '../stack/forbidden.ts';
import { namedOptions, type Wanted } from './deploy-options.ts';

/** What cdk bootstrap makes, unless it is told another name. */
const TOOLKIT = 'CDKToolkit';

/** Throws, with what to do about it, when credentials, a region or the bootstrap are missing: cdk says it late, or deploys elsewhere. */
export async function checkBeforehand(wanted: Pick<Wanted, 'profile' | 'region' | 'toolkitStackName'>): Promise<void> {
  const toolkit = wanted.toolkitStackName ?? TOOLKIT;
  try {
    if ((await findStack(toolkit)) !== undefined) return;
  } catch (error) {
    if (isForbidden(error)) return; // whoever may deploy need not be allowed to look: cdk itself will say
    throw inWords(error);
  }
  const region = await askCloudFormation((client) => client.config.region());
  const bootstrap = ['npx cdk bootstrap', ...namedOptions(wanted).map(shellWord)].join(' ');
  throw new Error(
    `This account is not bootstrapped for CDK in ${region} (there is no stack ${toolkit}): run ${bootstrap} once, then this again. If its stack has another name, say so: --toolkit-stack-name NAME.`,
  );
}
