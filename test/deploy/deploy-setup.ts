import type { TestProject } from 'vitest/node';
import { runCdk } from './account.ts';
import { MiniStack } from './ministack.ts';
import { pythonSkipReason } from './python.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of the account that all test files share, each with a stack of its own; or why there is none. */
    account: { readonly endpoint: string } | { readonly missing: string };
  }
}

/** Starts an emulated AWS account for all tests of a run, and bootstraps it. */
export default async function setup({ provide }: TestProject) {
  const missing = await pythonSkipReason();
  if (missing !== undefined) {
    console.warn(`Deployment tests are skipped: ${missing}.`);
    provide('account', { missing });
    return;
  }
  const ministack = await MiniStack.start();
  try {
    await runCdk(ministack.endpoint, ['bootstrap']);
  } catch (error) {
    await ministack.stop();
    throw error;
  }
  provide('account', { endpoint: ministack.endpoint });
  return () => ministack.stop();
}
