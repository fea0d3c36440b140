import type { StackOutputs } from '../stack/outputs.ts';

/** What to make the first tokens and to test takes, beside the right to deploy. */
export const requiredPermissions = ({
  streamsTable,
  tokensTable,
}: Pick<StackOutputs, 'streamsTable' | 'tokensTable'>): string =>
  `dynamodb:Scan, Query, PutItem and DeleteItem on the tables ${streamsTable} and ${tokensTable}.`;
