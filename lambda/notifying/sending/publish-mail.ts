import type { SNSClient } from '@aws-sdk/client-sns';

/** In ms: with its one retry within the time of a post. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

let client: SNSClient | undefined;

/** Publishes a mail to a topic of SNS. The SDK is loaded with the first one: most deployments send none. */
export async function publishMail(TopicArn: string, Subject: string, Message: string): Promise<void> {
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
  client ??= new SNSClient({ requestHandler, maxAttempts: 2 });
  await client.send(new PublishCommand({ TopicArn, Subject, Message }));
}
