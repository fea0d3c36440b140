import type * as sdk from '@aws-sdk/client-eventbridge';
import { AwsJsonClient, type ClientOptions, Command } from './aws-json.ts';

// The part of @aws-sdk/client-eventbridge that lambda/ uses, under the same names: lib/functions/bundling.ts replaces the SDK by it.

const service = {
  name: 'events',
  target: 'AWSEvents',
  version: '1.1',
  retries: { maxAttempts: 3, baseDelay: 50 },
} as const;

export class EventBridgeClient extends AwsJsonClient {
  constructor(options?: ClientOptions) {
    super(service, options);
  }
}

/** `Time` is a Date, which the protocol has as seconds. */
export class PutEventsCommand extends Command<sdk.PutEventsRequest, sdk.PutEventsResponse> {
  override readonly operation = 'PutEvents';

  constructor({ Entries = [] }: sdk.PutEventsRequest) {
    const entries = Entries.map(({ Time, ...entry }) => ({ ...entry, ...(Time && { Time: Time.getTime() / 1_000 }) }));
    super({ Entries: entries } as object as sdk.PutEventsRequest); // JSON has no dates
  }
}
