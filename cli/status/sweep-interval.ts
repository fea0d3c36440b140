import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { withTimeout } from '../../lambda/with-timeout.ts';
import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName, settingsFilePath } from '../../lib/settings/settings-file.ts';
import { sweepPolicyOf } from '../../local/sweeping/sweep-policy.ts';
import type { StackOutputs } from '../stack/outputs.ts';

/** The time limit, in ms: the counts, which wait for it, have more. */
const LIMIT_MS = 4_000;

/**
 * Returns the time between two sweeps of a stack, in ms: 0 for a stack without sweeps, null where it is not known, as for want of
 * the permission. It is in the environment of the sweeper, where the stack put it.
 */
export async function readSweepInterval(outputs: StackOutputs): Promise<number | null> {
  const FunctionName = outputs.find('SweeperFunctionName');
  if (FunctionName === undefined) return 0;
  const client = new LambdaClient({});
  try {
    const command = new GetFunctionConfigurationCommand({ FunctionName });
    const { Environment } = await withTimeout(LIMIT_MS, (abortSignal) => client.send(command, { abortSignal }));
    const minutes = Number(Environment?.Variables?.SWEEP_MINUTES);
    return minutes > 0 ? minutes * 60_000 : null;
  } catch {
    return null; // without it only counts that are older are said to be old
  } finally {
    client.destroy();
  }
}

/**
 * Returns 0 where the settings of this machine have no sweeps, else null: the receiver, which may have been started with other
 * variables, does not tell how often it sweeps.
 */
export function localSweepInterval(env = process.env): number | null {
  try {
    const file = readSettingsFile(settingsFilePath(env));
    const { sweepMs } = sweepPolicyOf(resolveSettings({ file, fileName: settingsFileName(env) }), env);
    return sweepMs === 0 ? 0 : null;
  } catch {
    return null; // npm start says what is wrong with them
  }
}
