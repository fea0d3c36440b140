import type * as sdk from '@aws-sdk/client-ssm';
import { AwsJsonClient, type ClientOptions, Command } from './aws-json.ts';

// The part of @aws-sdk/client-ssm that lambda/ uses, under the same names: lib/functions/bundling.ts replaces the SDK by it.

const service = {
  name: 'ssm',
  target: 'AmazonSSM',
  version: '1.1',
  retries: { maxAttempts: 3, baseDelay: 50 },
} as const;

export class SSMClient extends AwsJsonClient {
  constructor(options?: ClientOptions) {
    super(service, options);
  }
}

export class GetParametersByPathCommand extends Command<sdk.GetParametersByPathRequest, sdk.GetParametersByPathResult> {
  override readonly operation = 'GetParametersByPath';
}
