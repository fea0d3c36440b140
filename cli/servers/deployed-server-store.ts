import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteParameterCommand, type Parameter, PutParameterCommand, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm'; // biome-ignore format: a line
import type { ServerCheck } from '../../lambda/asking/check-server.ts';
import { readAppName, serversPath, toParameterName } from '../../lambda/asking/parameter-name.ts';
import { formatRegisteredServer, parseRegisteredServer } from '../../lambda/asking/registered-server.ts';
import type { StopReport } from '../../lambda/asking/stop-streams.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { byApp, type ListedServer, type ServerStore } from './server-store.ts';

/** Uses the media servers of a deployed stack, with the credentials and the region of the environment. */
export async function withDeployedStore<T>(stack: string, use: (store: ServerStore) => Promise<T>): Promise<T> {
  const outputs = await requireOutputs(stack);
  const ssm = new SSMClient({});
  try {
    return await use(deployedStore(stack, outputs, ssm));
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    ssm.destroy();
  }
}

function deployedStore(stack: string, outputs: StackOutputs, ssm: SSMClient): ServerStore {
  const path = serversPath(stack);
  return {
    name: `the stack ${stack}`,
    list: async () => (await readParameters(ssm, path)).map(toListedServer).sort(byApp),
    put: async (app, server) => {
      const Value = formatRegisteredServer(server);
      await ssm.send(new PutParameterCommand({ Name: toParameterName(path, app), Value, Type: 'SecureString', Overwrite: true })); // biome-ignore format: a command
    },
    remove: (app) => deleteParameter(ssm, toParameterName(path, app)),
    check: (app) => invokeSweeper(outputs, { check: app }, isCheck),
    stop: (app, ids) => invokeSweeper(outputs, { stop: { app, ids } }, isStopReport),
  };
}

async function readParameters(client: SSMClient, path: string): Promise<Parameter[]> {
  const parameters: Parameter[] = [];
  for await (const page of paginateGetParametersByPath({ client }, { Path: path, WithDecryption: true })) {
    parameters.push(...(page.Parameters ?? []));
  }
  return parameters;
}

function toListedServer({ Name = '', Value = '' }: Parameter): ListedServer {
  const app = readAppName(Name);
  try {
    const { url, jwtSecret } = parseRegisteredServer(Value);
    return { app, url, jwt: jwtSecret !== null };
  } catch {
    throw new Error(`The parameter ${Name}: received something else than a media server: register it again (npm run servers -- add), or remove it (npm run servers -- remove).`); // biome-ignore format: a sentence
  }
}

async function deleteParameter(ssm: SSMClient, name: string): Promise<boolean> {
  try {
    await ssm.send(new DeleteParameterCommand({ Name: name }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return false;
    throw error;
  }
}

/** Asks from the sweeper itself, which is in the network that matters, and has the rights that matter. */
async function invokeSweeper<T>(
  outputs: StackOutputs,
  question: object,
  isAnswer: (value: unknown) => value is T,
): Promise<T> {
  const lambda = new LambdaClient({});
  try {
    const FunctionName = outputs.require('SweeperFunctionName');
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(question) }));
    const value =
      answer.FunctionError === undefined ? JSON.parse(answer.Payload?.transformToString() ?? '') : undefined;
    if (isAnswer(value)) return value;
    throw answerError(answer.FunctionError);
  } finally {
    lambda.destroy();
  }
}

const isCheck = (value: unknown): value is ServerCheck =>
  typeof Object(value).ok === 'boolean' && typeof Object(value).text === 'string';

/** A sweeper of an older release sweeps, and returns its report. */
const isStopReport = (value: unknown): value is StopReport =>
  Array.isArray(Object(value).results) && 'error' in Object(value);

const answerError = (functionError: string | undefined): Error =>
  new Error(
    `The sweeper: received ${functionError === undefined ? 'another answer' : 'an error'}, expected what the media server said. See its log group (output SweeperLogGroupName), and deploy it anew when it is of an older release (npm run deploy).`,
  );
