import type * as sdk from '@aws-sdk/client-lambda';
import type { HttpResponse } from '@smithy/core/transport';
import { AwsJsonClient, type ClientOptions, Command, type EncodedCommand } from './aws-json.ts';

// The part of @aws-sdk/client-lambda that lambda/ uses, under the same names: lib/functions/bundling.ts replaces the SDK by it.

const service = { name: 'lambda', target: '', retries: { maxAttempts: 3, baseDelay: 50 } } as const;

/** Lambda's protocol is REST: the path names the function, the body is the payload. */
export class LambdaClient extends AwsJsonClient {
  constructor(options?: ClientOptions) {
    super(service, options);
  }

  protected override encode({ input }: InvokeCommand): EncodedCommand {
    const path = `/2015-03-31/functions/${encodeURIComponent(input.FunctionName ?? '')}/invocations`;
    const body = Buffer.from(input.Payload ?? '').toString();
    return { path, headers: { 'content-type': 'application/octet-stream' }, body };
  }

  protected override decode(text: string, { headers, statusCode }: HttpResponse): sdk.InvocationResponse {
    const FunctionError = headers['x-amz-function-error'];
    const Payload = new TextEncoder().encode(text);
    return { StatusCode: statusCode, Payload, ...(FunctionError !== undefined && { FunctionError }) };
  }
}

/** The function, and the payload to invoke it with. */
type Invocation = Pick<sdk.InvocationRequest, 'FunctionName' | 'Payload'>;

export class InvokeCommand extends Command<Invocation, sdk.InvocationResponse> {
  override readonly operation = 'Invoke';
}
