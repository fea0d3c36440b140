import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';

/** Asks CloudFormation, with the credentials and the region of the environment. */
export async function withCloudFormation<T>(use: (client: CloudFormationClient) => Promise<T>): Promise<T> {
  const client = new CloudFormationClient({});
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** A stack of this account and region; undefined when there is none of this name. */
export async function findStack(name: string): Promise<Stack | undefined> {
  try {
    const command = new DescribeStacksCommand({ StackName: name });
    return (await withCloudFormation((client) => client.send(command))).Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}
