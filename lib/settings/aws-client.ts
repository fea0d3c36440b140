/** The clients that a bundle may hold: the small one of `lambda/aws/`, which is the default, or the SDK's own. */
export const awsClients = ['small', 'sdk'] as const;
export type AwsClient = (typeof awsClients)[number];
