import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** The requests a second that one execution serves; docs/operations.md, Limits and quotas. */
const REQUESTS_PER_EXECUTION = 10;

/** Fewer executions than this do not serve the requests that the throttles let through by default. */
const FEW_EXECUTIONS = 100;

/**
 * Returns how many functions may run at once in this account and region; undefined where that cannot be read, such as without
 * the permission `lambda:GetAccountSettings`. Never throws: the stack is deployed.
 */
export async function readExecutions(client: LambdaClient): Promise<number | undefined> {
  const settings = await client.send(new GetAccountSettingsCommand({})).catch(() => undefined);
  return settings?.AccountLimit?.ConcurrentExecutions;
}

/** Says how many functions may run at once, and where these are few what that means; nothing where it is not known. */
export function formatExecutions(executions: number | undefined): string[] {
  if (executions === undefined) return [];
  const line = `Executions    ${executions} at once, of all functions in this account and region`;
  if (executions >= FEW_EXECUTIONS) return [line];
  return [
    line,
    `Hooks, questions who may publish, and reads share them: about ${executions * REQUESTS_PER_EXECUTION} requests a second. Beyond that hooks wait for a retry or are lost,`,
    'and publishers are refused. A new account has 10; to have more: Service Quotas, AWS Lambda, Concurrent executions.',
  ];
}
