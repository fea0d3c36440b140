import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';

/** Runs requests with a CloudFormation client for the credentials and the region of the environment. */
export async function withCloudFormation<T>(use: (client: CloudFormationClient) => Promise<T>): Promise<T> {
  const client = new CloudFormationClient({});
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** Returns the region that the SDK uses. Throws when none is configured. */
export const resolveRegion = (): Promise<string> => withCloudFormation((client) => client.config.region());

/** Returns a stack of this account and region; undefined when there is none of this name. */
export function findStack(name: string): Promise<Stack | undefined> {
  const command = new DescribeStacksCommand({ StackName: name });
  return ifStackExists(async () => (await withCloudFormation((client) => client.send(command))).Stacks?.[0]);
}

/** Returns a stack of this account and region. Throws when there is none of this name. */
export async function requireStack(name: string): Promise<Stack> {
  const stack = await findStack(name);
  if (stack !== undefined) return stack;
  throw new Error(
    `There is no stack ${name} in this account and region: check its name (--stack NAME; for npm run deploy the setting stackName) and AWS_REGION.`,
  );
}

/** Returns undefined where CloudFormation answers that the stack does not exist: the error has no name of its own. */
export async function ifStackExists<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}
