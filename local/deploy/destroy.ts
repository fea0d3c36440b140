import { findStack } from '../stack/cloud-formation.ts';
import { inWords } from '../stack/in-words.ts';
import { lookOf } from '../terminal/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { askCdk, runCdk } from './cdk.ts';
import { farewell, warning } from './destroy-words.ts';
import { type Keeper, keepersOf } from './resources.ts';
import { namedOptions, type Wanted } from './wanted.ts';

/** Deletes the stack, once a person has read what that means and agreed. */
export async function destroy(wanted: Wanted, cdk: readonly string[]): Promise<void> {
  if (!wanted.force && !process.stdin.isTTY)
    throw new Error('--destroy: received no terminal to ask on, expected one, or --force to go on without a question.');
  const options = [...namedOptions(wanted), ...cdk];
  const stack = await nameOfStack(options);
  const { place, keepers } = await whatIsThere(stack);
  console.log(warning(stack, place, keepers, lookOf().colours));
  if (!wanted.force && !(await confirm('Delete it? Type yes to go on: ')))
    throw new Error(`Nothing was deleted: the stack ${stack} is as it was.`);
  process.exitCode = await runCdk(['destroy', '--force', ...options]);
  if (process.exitCode === 0) console.log(farewell(stack, keepers, namedOptions(wanted)));
}

/** The name under which this project's stack is deployed, with these options. */
async function nameOfStack(options: readonly string[]): Promise<string> {
  const { code, printed } = await askCdk(['list', '--no-notices', '--ci=false', ...options]);
  const name = /([^\s()]+)\)?\s*$/m.exec(printed)?.[1]; // cdk puts it in parentheses when the construct has another
  if (code === 0 && name !== undefined) return name;
  throw new Error(`cdk list: received exit code ${code}, expected the name of a stack: see what it says above.`);
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
