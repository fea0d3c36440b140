import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type DeferredEvent, type DeferredStore, serializeDeferred } from './deferred-event.ts';

/** At most half of the time that the table leaves, in ms: after a dead connection there is time for a second try. */
const requestHandler = { connectionTimeout: 250, requestTimeout: 300, throwOnRequestTimeout: true };

/** Stores deferred events in an SQS queue. The client is created for the first event, to keep cold starts short. */
export class SqsDeferredStore implements DeferredStore {
  readonly #url: () => string;
  #client: SQSClient | undefined;

  /** The queue's URL is read when it is needed: an update may deploy a function's code some seconds before its environment. */
  constructor(url: () => string) {
    this.#url = url;
  }

  async defer(deferred: DeferredEvent, abortSignal: AbortSignal): Promise<void> {
    this.#client ??= new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
    const command = new SendMessageCommand({ QueueUrl: this.#url(), MessageBody: serializeDeferred(deferred) });
    const { MessageId } = await this.#client.send(command, { abortSignal });
    if (MessageId === undefined) throw new Error('The queue: received no MessageId, expected one.'); // not from SQS
  }
}
