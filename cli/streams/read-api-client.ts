import { ApiError } from '../../client/api-error.ts';
import type { Answer, ApiPath, QueryArguments } from '../../client/api-types.ts';
import { type ApiResponse, Client } from '../../client/client.ts';
import type { Target } from './find-target.ts';

/** The answers of which a table that is refreshed consists, at most. */
const MAX_CACHED = 1_000;

/** An error of a request; its message is fit to be printed. */
export class PageError extends Error {
  /** Whether the receiver did not answer, was too busy or could not reach its table: the request may succeed later. */
  readonly isTransient: boolean;
  /** Of the response; undefined where there was none. */
  readonly status: number | undefined;

  constructor(url: string, error: ApiError) {
    super(describe(url, error));
    this.status = error.status;
    this.isTransient = error.isTransient;
  }
}

/** A client of the receiver that a command names. Its methods throw `PageError`. */
export class ReadApiClient {
  readonly #target: () => Promise<Target>;
  #client: { readonly target: Target; readonly client: Client } | undefined;
  #changes = 0;
  #hasAnswered = false;

  /** The target is looked up for every request: a receiver on this machine may restart on another port. */
  constructor(target: () => Promise<Target>) {
    this.#target = target;
  }

  /** The number of responses other than 304 Not Modified and 404. */
  get changes(): number {
    return this.#changes;
  }

  /** The receiver's URL as of the latest request. */
  get url(): string {
    return this.#client?.target.url ?? '';
  }

  /** Whether a request was answered. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Returns the body of an answer; undefined for a 404. */
  async get<P extends ApiPath>(path: P, ...query: QueryArguments<P>): Promise<Answer<P> | undefined> {
    try {
      return (await this.request(path, ...query)).body;
    } catch (error) {
      if (error instanceof PageError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Requests a path: the headers of the response come with its body. */
  async request<P extends ApiPath>(path: P, ...query: QueryArguments<P>): Promise<ApiResponse<P>> {
    const client = this.#clientOf(await this.#target());
    try {
      const response = await client.request(path, ...query);
      this.#hasAnswered = true;
      if (response.isNew) this.#changes += 1;
      return response;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== undefined && error.status !== 404) this.#changes += 1;
      throw new PageError(client.url, error);
    }
  }

  #clientOf(target: Target): Client {
    const { url, token } = target;
    if (this.#client?.target.url !== url || this.#client.target.token !== token)
      this.#client = { target, client: new Client({ url, token, maxCached: MAX_CACHED }) };
    return this.#client.client;
  }
}

function describe(url: string, { status, reason }: ApiError): string {
  if (status === undefined) return `No response from ${new URL(url).origin} (${reason}): is the receiver running?`;
  if (status === 401)
    return `${url} rejected the token (401): expected one with the scope read, neither revoked nor expired: npm run tokens -- create --scope read.${process.env.STREAMS_TOKEN ? ' Or does STREAMS_TOKEN belong to another receiver?' : ''}`;
  if (status === 200)
    return `${url} answered with something other than JSON: expected the URL of a receiver of this project.`;
  return `${url} answered ${status}: ${reason}`;
}
