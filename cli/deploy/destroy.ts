import { confirm } from '../../terminal/confirm.ts';
import { lookOf } from '../../terminal/run-command.ts';
import { findStack } from '../stack/cloud-formation.ts';
import { inWords } from '../stack/explain-aws-error.ts';
import { runCdk } from './cdk.ts';
import { optionsFor } from './cdk-options.ts';
import { appOptions, namedOptions, type Wanted } from './deploy-options.ts';
import { farewell, warning } from './destroy-words.ts';
import { type Keeper, keepersOf } from './resources.ts';

/** Deletes the stack, once a person has read what that means and agreed. */
export async function destroy(stack: string, wanted: Wanted, cdk: readonly string[]): Promise<void> {
  const isAgreed = wanted.force || wanted.yes;
  if (!isAgreed && !process.stdin.isTTY)
    throw new Error('--destroy: received no terminal to ask on, expected one, or --yes to go on without a question.');
  const { place, keepers } = await whatIsThere(stack);
  console.log(warning(stack, place, keepers, lookOf().colours));
  if (!isAgreed && !(await confirm('Delete it? Type yes to go on: ')))
    throw new Error(`Nothing was deleted: the stack ${stack} is as it was.`);
  process.exitCode = await runCdk([
    'destroy',
    '--force',
    ...namedOptions(wanted),
    ...appOptions(wanted),
    ...optionsFor('destroy', cdk),
  ]);
  if (process.exitCode === 0) console.log(farewell(stack, keepers, namedOptions(wanted)));
}

async function whatIsThere(stack: string): Promise<{ place: string; keepers: Keeper[] }> {
  try {
    const found = await findStack(stack);
    if (found === undefined)
      throw new Error(
        `There is no stack ${stack} in this account and region: is AWS_REGION the one it was deployed to, and -c stackName=NAME the same?`,
      );
    const [, , , region, account] = found.StackId?.split(':') ?? [];
    return { place: `account ${account}, ${region}`, keepers: await keepersOf(stack) };
  } catch (error) {
    throw inWords(error);
  }
}
