import type { Readable } from 'node:stream';
import {
  type RetryInputConfig,
  type RetryResolvedConfig,
  retryMiddleware,
  StandardRetryStrategy,
} from '@smithy/core/retry';
import { HttpRequest, type HttpResponse } from '@smithy/core/transport';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { requiredEnv } from '../required-env.ts';
import { type Metadata, metadataOf, ServiceError } from './service-error.ts';
import { Sha256 } from './sha256.ts';

/** An AWS service with the protocol AWS JSON: the inputs of its commands are the bodies of its requests. */
export interface Service {
  /** Its name in signatures and host names. */
  readonly name: 'dynamodb' | 'sqs' | 'ssm' | 'lambda' | 'events';
  /** The prefix of an operation in the header `x-amz-target`. */
  readonly target: string;
  /** The version of the protocol. @default 1.0 */
  readonly version?: '1.1';
  /** The SDK's numbers: attempts at most, and the longest wait before the second one, in ms. */
  readonly retries: { readonly maxAttempts: number; readonly baseDelay: number };
  /** Errors with a class of their own, by name. */
  readonly errors?: Readonly<Record<string, typeof ServiceError>>;
}

/** A command to a service. Its input may not hold bytes, since JSON cannot. */
export abstract class Command<Input extends object, Output extends object> {
  /** The service's name for it. */
  abstract readonly operation: string;
  readonly input: Input;
  /** The response; only a type. */
  declare readonly output: Output;

  constructor(input: Input) {
    this.input = input;
  }
}

/** Options of a client, under the SDK's names. */
export interface ClientOptions {
  readonly requestHandler?: NodeHttpHandler | NodeHttpHandlerOptions;
  /** @default the SDK's, with the numbers of the service */
  readonly retryStrategy?: NonNullable<RetryInputConfig['retryStrategy']>;
  /** Attempts at most; 1 for what must not be sent twice. @default that of the service */
  readonly maxAttempts?: number;
}

/** Options of a request; a type alias, since an interface has no index signature and the SDK's context has one. */
type SendOptions = { readonly abortSignal?: AbortSignal };

/** The parts of a request that depend on its command. */
export interface EncodedCommand {
  /** @default that of the endpoint */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends commands to a service as the SDK's client does. It uses the SDK's own parts for signatures, connections and retries, and
 * omits those that a Lambda never uses: its credentials and its region are in the environment. Decision 9 has the reasons.
 */
export class AwsJsonClient {
  /** The retry settings, in the same place as in the SDK's client. */
  readonly config: RetryResolvedConfig;
  readonly #service: Service;
  readonly #endpoint: URL;
  readonly #handler: ReturnType<typeof NodeHttpHandler.create>;
  readonly #signer: SignatureV4;

  constructor(service: Service, options: ClientOptions = {}) {
    const { requestHandler, maxAttempts = service.retries.maxAttempts } = options;
    const region = requiredEnv('AWS_REGION');
    const strategy = options.retryStrategy ?? new StandardRetryStrategy({ ...service.retries, maxAttempts });
    this.config = { maxAttempts: async () => maxAttempts, retryStrategy: async () => strategy };
    this.#service = service;
    this.#endpoint = endpointFromEnv(service.name, region);
    this.#handler = NodeHttpHandler.create(requestHandler);
    this.#signer = new SignatureV4({
      service: service.name,
      region,
      credentials: credentialsFromEnv(),
      sha256: Sha256,
    });
  }

  /** Sends a command, with retries. Throws `ServiceError` when the service refuses it, else the error of the connection. */
  async send<Output extends object>(
    command: Command<object, Output>,
    options: SendOptions = {},
  ): Promise<Output & { $metadata: Metadata }> {
    const next = async () => ({ response: undefined, output: await this.#sendOnce(command, options) });
    const sendWithRetries = retryMiddleware(this.config)(next, { __smithy_context: options });
    const { output } = await sendWithRetries({ input: command.input, request: undefined }); // the middleware only adds headers to a request: it needs none
    return output;
  }

  async #sendOnce<Output extends object>(
    command: Command<object, Output>,
    options: SendOptions,
  ): Promise<Output & { $metadata: Metadata }> {
    const { protocol, hostname, port, host, pathname } = this.#endpoint;
    const { path = pathname, headers: own, body } = this.encode(command);
    const headers = { host, 'content-length': String(Buffer.byteLength(body)), ...own };
    const unsigned = { method: 'POST', protocol, hostname, path, headers, body, ...(port && { port: Number(port) }) };
    const request = new HttpRequest(await this.#signer.sign(new HttpRequest(unsigned)));
    const { response } = await this.#handler.handle(request, options);
    const text = await readText(response.body);
    if (response.statusCode < 300)
      return { ...(this.decode(text, response) as Output), $metadata: metadataOf(response) }; // as the service documents it
    const answer = parseJsonObject(text, response);
    const type = answer.__type ?? response.headers['x-amzn-errortype'] ?? 'Unknown';
    throw this.#toServiceError(String(type), answer, response);
  }

  /** Encodes a command; a service with another protocol overrides it, and `decode`. */
  protected encode({ operation, input }: Command<object, object>): EncodedCommand {
    const { target, version = '1.0' } = this.#service;
    const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` };
    return { headers, body: JSON.stringify(input) };
  }

  /** Decodes the body of a successful response. */
  protected decode(text: string, response: HttpResponse): object {
    return parseJsonObject(text, response);
  }

  /** Creates the error for a type such as `com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…`. */
  #toServiceError(type: string, answer: JsonObject, response: HttpResponse): ServiceError {
    const name = type.replace(/:.*$/, '').replace(/^.*#/, '');
    const errors = this.#service.errors ?? {};
    const Kind = (Object.hasOwn(errors, name) && errors[name]) || ServiceError;
    return new Kind(name, String(answer.message ?? answer.Message ?? `status ${response.statusCode}`), response);
  }
}

/** Finds the endpoint of a service as the SDK does in a Lambda. */
function endpointFromEnv(service: Service['name'], region: string): URL {
  const variable = service === 'events' ? 'EVENTBRIDGE' : service.toUpperCase();
  const { [`AWS_ENDPOINT_URL_${variable}`]: ofService, AWS_ENDPOINT_URL: ofAll } = process.env;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(ofService || ofAll || `https://${service}.${region}.${suffix}`);
}

/** Reads the credentials of the function's role, which Lambda sets for the lifetime of the process. */
function credentialsFromEnv() {
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return {
    accessKeyId: requiredEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requiredEnv('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads the body of a response. The SDK's own collector would also load code for browsers. */
function readText(body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    body.setEncoding('utf8').on('data', (part) => (text += part));
    body.once('end', () => resolve(text)).once('error', reject);
  });
}

/** Parses the body of a response; an empty one is an empty object. Throws `ServiceError` on anything that is no JSON object. */
function parseJsonObject(text: string, response: HttpResponse): JsonObject {
  const value = tryParse(text || '{}');
  if (typeof value === 'object' && value !== null) return value as JsonObject; // only read by name
  const problem = `received ${text.length} characters, expected a JSON object`; // not quoted: they may hold secrets
  throw new ServiceError('Unknown', problem, response);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
