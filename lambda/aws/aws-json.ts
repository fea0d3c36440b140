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
import { Sha256 } from './sha256.ts';

/** A service of AWS that speaks AWS JSON 1.0: the inputs of its commands are its requests, as they stand. */
export interface Service {
  /** As it signs, and as its host is called. */
  readonly name: 'dynamodb' | 'sqs';
  /** What stands before an operation in the header `x-amz-target`. */
  readonly target: string;
  /** How often the SDK asks it at most, and the longest that it waits before it asks for the second time, in ms. */
  readonly retries: { readonly maxAttempts: number; readonly baseDelay: number };
  /** The errors that have a class of their own, by name. */
  readonly errors?: Readonly<Record<string, typeof ServiceError>>;
}

/** What a service is asked for. Its input may hold no bytes: JSON has none. */
export abstract class Command<Input extends object, Output extends object> {
  /** As the service calls it. */
  abstract readonly operation: string;
  readonly input: Input;
  /** What the answer is like: a type alone. */
  declare readonly output: Output;

  constructor(input: Input) {
    this.input = input;
  }
}

/** What is told of an answer besides. */
export interface Metadata {
  readonly httpStatusCode: number;
  readonly requestId?: string;
}

/** A service refused, under the name that it gives the reason. */
export class ServiceError extends Error {
  readonly $metadata: Metadata;

  constructor(name: string, message: string, response: HttpResponse) {
    super(message);
    this.name = name;
    this.$metadata = metadataOf(response);
    Object.defineProperty(this, '$response', { value: response }); // may say when to try again; not enumerable, so that no log holds it
  }
}

/** Options of a client, under the SDK's names. */
export interface ClientOptions {
  readonly requestHandler?: NodeHttpHandler | NodeHttpHandlerOptions;
  /** @default the SDK's, with the numbers of the service */
  readonly retryStrategy?: NonNullable<RetryInputConfig['retryStrategy']>;
}

/** Options of a request; a type alias, since an interface has no index signature and the SDK's context has one. */
type SendOptions = { readonly abortSignal?: AbortSignal };

/**
 * Sends commands to a service as the SDK's client does, with the SDK's own parts for what is hard (signature, connections
 * and their time limits, which error is worth another try and the wait for it), and without those that a Lambda never uses:
 * its credentials and its region are in the environment. Decision 9 tells what that saves.
 */
export class AwsJsonClient {
  /** The retry settings, in the same place as in the SDK's client. */
  readonly config: RetryResolvedConfig;
  readonly #service: Service;
  readonly #endpoint: URL;
  readonly #handler: ReturnType<typeof NodeHttpHandler.create>;
  readonly #signer: SignatureV4;

  constructor(service: Service, { requestHandler, retryStrategy }: ClientOptions = {}) {
    const region = requiredEnv('AWS_REGION');
    const strategy = retryStrategy ?? new StandardRetryStrategy(service.retries);
    this.config = { maxAttempts: async () => service.retries.maxAttempts, retryStrategy: async () => strategy };
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

  /** The answer. Throws `ServiceError` when the service refuses, else what went wrong on the way, in both cases after as many tries as may help. */
  async send<Output extends object>(
    command: Command<object, Output>,
    options: SendOptions = {},
  ): Promise<Output & { $metadata: Metadata }> {
    const next = async () => ({ response: undefined, output: await this.#sendOnce(command, options) });
    const ask = retryMiddleware(this.config)(next, { __smithy_context: options });
    const { output } = await ask({ input: command.input, request: undefined }); // it only adds headers to a request
    return output;
  }

  async #sendOnce<Output extends object>(
    { operation, input }: Command<object, Output>,
    options: SendOptions,
  ): Promise<Output & { $metadata: Metadata }> {
    const { protocol, hostname, port, host, pathname: path } = this.#endpoint;
    const body = JSON.stringify(input);
    const headers = {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `${this.#service.target}.${operation}`,
    };
    const unsigned = { method: 'POST', protocol, hostname, path, headers, body, ...(port && { port: Number(port) }) };
    const request = new HttpRequest(await this.#signer.sign(new HttpRequest(unsigned)));
    const { response } = await this.#handler.handle(request, options);
    const answer = parseJsonObject(await readText(response.body), response);
    const type = answer.__type ?? response.headers['x-amzn-errortype'] ?? 'Unknown';
    if (response.statusCode < 300) return { ...(answer as Output), $metadata: metadataOf(response) };
    throw this.#toServiceError(String(type), answer, response);
  }

  /** The error of a type such as `com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…`. */
  #toServiceError(type: string, answer: JsonObject, response: HttpResponse): ServiceError {
    const name = type.replace(/:.*$/, '').replace(/^.*#/, '');
    const errors = this.#service.errors ?? {};
    const Kind = (Object.hasOwn(errors, name) && errors[name]) || ServiceError;
    return new Kind(name, String(answer.message ?? answer.Message ?? `status ${response.statusCode}`), response);
  }
}

/** Where a service is, as the SDK finds it in the environment of a Lambda. */
function endpointFromEnv(service: Service['name'], region: string): URL {
  const { [`AWS_ENDPOINT_URL_${service.toUpperCase()}`]: ofService, AWS_ENDPOINT_URL: ofAll } = process.env;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(ofService || ofAll || `https://${service}.${region}.${suffix}`);
}

/** Lambda gives a process its role's credentials in the environment, good for as long as the process lives. */
function credentialsFromEnv() {
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return {
    accessKeyId: requiredEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requiredEnv('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
}

function metadataOf({ statusCode, headers }: HttpResponse): Metadata {
  const requestId = headers['x-amzn-requestid'];
  return { httpStatusCode: statusCode, ...(requestId && { requestId }) };
}

/** All of an answer. The SDK's own collector asks first whether it is a browser's stream: that alone would be loaded. */
function readText(body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    body.setEncoding('utf8').on('data', (part) => (text += part));
    body.once('end', () => resolve(text)).once('error', reject);
  });
}

type JsonObject = Readonly<Record<string, unknown>>;

/** What an answer says; an empty one says nothing. */
function parseJsonObject(text: string, response: HttpResponse): JsonObject {
  const told = tryParse(text || '{}');
  if (typeof told === 'object' && told !== null) return told as JsonObject;
  const problem = `received ${text.length} characters that are none, expected an object of JSON`; // without quoting them
  throw new ServiceError('Unknown', problem, response);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
