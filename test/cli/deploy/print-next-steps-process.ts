import { Command } from 'commander';
import { printNextSteps } from '../../../cli/deploy/print-next-steps.ts';
import { StackOutputs } from '../../../cli/stack/outputs.ts';
import { connect } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { runCommand } from '../../../terminal/run-command.ts';

/** The last part of npm run deploy, after cdk has deployed, as a process that a test can interrupt. */
const { API_URL = '', DYNAMODB = '' } = process.env;
const outputs = { ApiUrl: API_URL, StreamsTableName: STREAMS_TABLE, TokensTableName: TOKENS_TABLE };
const client = connect(DYNAMODB);
const command = new Command().action(() =>
  printNextSteps(new StackOutputs('Hooks', outputs), client, { test: true, tokens: true }),
);
await runCommand(command);
