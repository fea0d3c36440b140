import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Returns the XML inside the result of an action on a stack, or an error. */
export type Responder = (action: string, stack: string) => string | { readonly code: string; readonly message: string };

/** A server that speaks CloudFormation's protocol. */
export interface FakeCloudFormation {
  /** The environment with which a command uses this server: endpoint, region and credentials. */
  readonly env: Record<string, string>;
  readonly close: () => void;
}

export async function startFakeCloudFormation(respond: Responder): Promise<FakeCloudFormation> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const parameters = new URLSearchParams(Buffer.concat(chunks).toString());
    const action = parameters.get('Action') ?? '';
    const result = respond(action, parameters.get('StackName') ?? '');
    const isResult = typeof result === 'string';
    response.writeHead(isResult ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(
      isResult
        ? `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`
        : `<ErrorResponse><Error><Type>Sender</Type><Code>${result.code}</Code><Message>${result.message}</Message></Error></ErrorResponse>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const env = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9', // other services are unreachable
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return { env, close: () => server.close() };
}

/** Returns the description of a stack with these outputs. */
export function stackDescription(stack: string, outputs: Record<string, string> = {}): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<Stacks><member><StackName>${stack}</StackName><Outputs>${members.join('')}</Outputs></member></Stacks>`;
}

/** Returns the error for a stack that does not exist. */
export const stackNotFound = (stack: string) => ({
  code: 'ValidationError',
  message: `Stack with id ${stack} does not exist`,
});

/** An environment without any credentials. */
export const noCredentials = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
};

/** An environment without any region. */
export const noRegion = { AWS_REGION: '', AWS_DEFAULT_REGION: undefined, AWS_CONFIG_FILE: '/nowhere' };
