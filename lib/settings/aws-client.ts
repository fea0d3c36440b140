/** The AWS clients that a bundle can contain: the small one of `lambda/aws/`, or the SDK's own. The first is the default. */
export const awsClients = ['small', 'sdk'] as const;
export type AwsClient = (typeof awsClients)[number];
