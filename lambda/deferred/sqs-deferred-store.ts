import type { SQSClient } from '@aws-sdk/client-sqs';
import { type DeferredEvent, type DeferredStore, serializeDeferred } from './deferred-event.ts';

/** Half of what is left for it when the table has used up its time: a socket that died is noticed in time for another. */
const requestHandler = { connectionTimeout: 250, requestTimeout: 300, throwOnRequestTimeout: true };

/** The second sink: a queue of SQS. Its client is loaded when the first event has to wait, and costs no cold start. */
export class SqsDeferredStore implements DeferredStore {
  readonly #url: () => string;
  #client: SQSClient | undefined;

  /** Its URL is asked for when it is needed: an update may give a function its code some seconds before its environment. */
  constructor(url: () => string) {
    this.#url = url;
  }

  async defer(deferred: DeferredEvent, abortSignal: AbortSignal): Promise<void> {
    const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
    this.#client ??= new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
    const message = new SendMessageCommand({ QueueUrl: this.#url(), MessageBody: serializeDeferred(deferred) });
    const { MessageId } = await this.#client.send(message, { abortSignal });
    if (MessageId !== undefined) return;
    throw new Error('The queue: received an answer without a MessageId, expected one: something else has answered.');
  }
}
