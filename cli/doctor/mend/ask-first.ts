import { confirm } from '../../../terminal/confirm.ts';

/** The options of what changes a media server. */
export interface MendOptions {
  readonly yes?: true;
  readonly dryRun?: true;
  readonly restartSources?: true;
  readonly json?: true;
}

/** Throws where there is nobody to ask, and no --yes: before anything is sent. */
export function assertCanAsk({ yes, dryRun, json }: MendOptions): void {
  if (yes || dryRun || (!json && process.stdin.isTTY && process.stdout.isTTY)) return;
  throw new Error(
    'Received --json, or no terminal to ask on, expected --yes, to skip the question, or --dry-run. Nothing was sent.',
  );
}

/** Asks, unless --yes says so already. Throws when it is not wanted. */
export async function askFirst({ yes }: MendOptions): Promise<void> {
  if (!yes && !(await confirm('Change this? Type yes to continue: '))) throw new Error('Nothing was changed.');
}
