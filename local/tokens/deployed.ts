import { CloudFormationClient, DescribeStacksCommand, type Output } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TokenTable } from '../token-table.ts';
import type { Place } from './place.ts';

/** Opens the table of a deployed stack, with the credentials and the region of the environment, for as long as it is used. */
export async function openDeployed(stack: string, use: (place: Place) => Promise<void>): Promise<void> {
  const client = new DynamoDBClient({});
  try {
    const outputs = await outputsOf(stack);
    const tokens = new TokenTable(client, outputNamed('TokensTableName', outputs, stack));
    const url = outputNamed('ApiUrl', outputs, stack).replace(/\/+$/, '');
    await use({ tokens, url, name: `the stack ${stack}`, admitsAgain: () => false });
  } catch (error) {
    throw explained(error, stack);
  } finally {
    client.destroy();
  }
}

async function outputsOf(stack: string): Promise<Output[]> {
  const client = new CloudFormationClient({});
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks?.[0]?.Outputs ?? [];
  } finally {
    client.destroy();
  }
}

function outputNamed(name: string, outputs: readonly Output[], stack: string): string {
  const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value) return value;
  const known = outputs.map(({ OutputKey }) => OutputKey).join(', ') || 'none';
  throw new Error(
    `--stack ${stack}: received the outputs ${known}, expected ${name} among them: is it this project's stack, and deployed to its end (npm run deploy)?`,
  );
}

/** What a person can do about it. */
function explained(error: unknown, stack: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'CredentialsProviderError')
    return new Error('No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  if (/region is missing/i.test(error.message))
    return new Error('No AWS region was found: set AWS_REGION to that of the stack, as in AWS_REGION=eu-central-1.');
  if (/does not exist/.test(error.message))
    return new Error(
      `--stack: received "${stack}", expected a stack in this account and region: is AWS_REGION the one it was deployed to?`,
    );
  if ('code' in error && typeof error.code === 'string')
    return new Error(`AWS does not answer (${error.code}): is this machine online, and AWS_REGION a region?`);
  return '$metadata' in error ? new Error(`AWS refused (${error.name}): ${error.message}`) : error;
}
