import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { requiredEnv } from '../required-env.ts';
import { directAsker } from './direct-asker.ts';
import { FunctionAsker } from './function-asker.ts';
import { SsmMediaServers } from './ssm-media-servers.ts';

/** In ms; a read of parameters. */
const ssmTimeouts = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** In ms; the asker answers when all are asked, at the latest at the deadline of the sweep. */
const askerTimeouts = { connectionTimeout: 1_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** Returns the media servers of the stack, which SERVERS_PATH names; with an ASKER_FUNCTION it asks them through that. */
export function mediaServersFromEnv(): SsmMediaServers {
  const asker = process.env.ASKER_FUNCTION;
  return new SsmMediaServers(
    new SSMClient({ requestHandler: ssmTimeouts }),
    requiredEnv('SERVERS_PATH'),
    asker ? new FunctionAsker(new LambdaClient({ requestHandler: askerTimeouts }), asker) : directAsker,
  );
}
