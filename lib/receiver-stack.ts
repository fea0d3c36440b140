import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ReaderFunction } from './reader-function.ts';
import { ReceiverFunction } from './receiver-function.ts';
import type { Settings } from './settings.ts';
import { StreamsTable } from './streams-table.ts';
import { TokensTable } from './tokens-table.ts';
import { WebhooksApi } from './webhooks-api.ts';

/** Everything that is deployed. Construct ids are a contract: whoever changes the id of a table deploys an empty one. */
export class ReceiverStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, settings.stackName, { description: 'Receives the webhooks of Ant Media Server' });

    const streams = new StreamsTable(this, 'Streams', settings);
    const tokens = new TokensTable(this, 'Tokens', settings);
    const receiver = new ReceiverFunction(this, 'Receiver', { streams, tokens, settings });
    const reader = new ReaderFunction(this, 'Reader', { streams, tokens, settings });
    const api = new WebhooksApi(this, 'Api', { receiver, reader, settings });

    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint, description: 'Where hooks are sent and streams are read' });
    new CfnOutput(this, 'StreamsTableName', { value: streams.tableName, description: 'The table of streams' });
    new CfnOutput(this, 'TokensTableName', { value: tokens.tableName, description: 'The table of tokens' });
  }
}
