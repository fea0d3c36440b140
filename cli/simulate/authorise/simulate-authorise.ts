import { DEFAULT_APP } from '../../../local/webhook-urls.ts';
import { toPrintableJson } from '../../../terminal/printable.ts';
import { detectTerminal } from '../../../terminal/run-command.ts';
import type { ReceiverConnection } from '../../connection/receiver-connection.ts';
import { withConnection } from '../../connection/with-connection.ts';
import { removeRefusals } from '../../forget/remove-refusals.ts';
import { createRunId, streamIdOf } from '../ids.ts';
import type { SimulateOptions } from '../simulate-command.ts';
import { parseAmsVersion } from '../simulate-settings.ts';
import { type AnsweredQuestion, askQuestions } from './ask-questions.ts';
import { formatQuestions, isAsExpected } from './question-table.ts';
import { scenarioQuestions } from './questions.ts';
import { withTemporaryCredentials } from './temporary-credentials.ts';

/** The name of the scenario that asks, and sends no hooks. */
export const AUTHORISE_SCENARIO = 'authorise';

/** Asks who may publish as the media server does, with temporary keys, on this machine or of a deployed stack. */
export async function simulateAuthorise(options: SimulateOptions): Promise<void> {
  if (options.url !== undefined)
    throw new Error(
      '--url: received it with --scenario authorise, which makes its own URL and keys; expected --stack for a deployed receiver, or neither for this machine.',
    );
  const questions = await withConnection(options.stack, (connection) => askAll(connection, options));
  if (options.json) console.log(toPrintableJson({ questions }));
  else console.log(formatQuestions(questions, detectTerminal()));
  process.exitCode = questions.every(isAsExpected) ? 0 : 1;
}

async function askAll(connection: ReceiverConnection, options: SimulateOptions): Promise<AnsweredQuestion[]> {
  const { url: base, client, tables, name } = connection;
  if (base === undefined) throw new Error('No receiver runs on this machine: start one with npm start.');
  const stream = { app: DEFAULT_APP, id: streamIdOf(AUTHORISE_SCENARIO, createRunId(Date.now()), 0) };
  const ams = parseAmsVersion(options.ams);
  if (!options.json) console.log(`Asking ${name} as Ant Media Server ${options.ams}: who may publish ${stream.id} of ${stream.app}?\n`); // biome-ignore format: one line
  try {
    return await withTemporaryCredentials(connection, stream, ({ token, keys }) =>
      askQuestions(scenarioQuestions(keys, { ...stream, ams }), { base, app: stream.app, token }),
    );
  } finally {
    await removeRefusals({ client, name: tables.streams }, [stream]);
  }
}
