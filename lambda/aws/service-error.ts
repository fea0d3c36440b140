import type { HttpResponse } from '@smithy/core/transport';

/** The metadata of a response, under the SDK's names. */
export interface Metadata {
  readonly httpStatusCode: number;
  readonly requestId?: string;
}

/** A service refused a command; `name` is the service's name for the reason. */
export class ServiceError extends Error {
  readonly $metadata: Metadata;

  constructor(name: string, message: string, response: HttpResponse) {
    super(message);
    this.name = name;
    this.$metadata = metadataOf(response);
    Object.defineProperty(this, '$response', { value: response }); // the retry strategy reads it; not enumerable, to keep it out of logs
  }
}

export function metadataOf({ statusCode, headers }: HttpResponse): Metadata {
  const requestId = headers['x-amzn-requestid'];
  return { httpStatusCode: statusCode, ...(requestId && { requestId }) };
}
