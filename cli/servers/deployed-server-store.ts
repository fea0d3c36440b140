import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteParameterCommand, type Parameter, PutParameterCommand, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm'; // biome-ignore format: a line
import type { ServerCheck } from '../../lambda/asking/check-server.ts';
import { readAppName, serversPath, toParameterName } from '../../lambda/asking/parameter-name.ts';
import { formatRegisteredServer, parseRegisteredServer } from '../../lambda/asking/registered-server.ts';
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
    check: (app) => invokeCheck(outputs.require('SweeperFunctionName'), app),
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
async function invokeCheck(functionName: string, app: string): Promise<ServerCheck> {
  const lambda = new LambdaClient({});
  try {
    const Payload = JSON.stringify({ check: app });
    const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }));
    return readCheck(answer.FunctionError, answer.Payload?.transformToString() ?? '');
  } finally {
    lambda.destroy();
  }
}

function readCheck(functionError: string | undefined, payload: string): ServerCheck {
  const value = functionError === undefined ? JSON.parse(payload) : undefined;
  if (typeof value?.ok === 'boolean' && typeof value.text === 'string') return value;
  throw new Error(
    `The sweeper: received ${functionError === undefined ? 'another answer' : 'an error'}, expected what the media server said. See its log group (output SweeperLogGroupName).`,
  );
}
