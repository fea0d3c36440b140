import { type FuzzRequest, generateRequest } from './fuzz-request.ts';
import { MAX_GATEWAY_BYTES } from './huge-bodies.ts';
import { Counts } from './ledger.ts';
import type { FuzzResponse, Sender } from './sender.ts';
import { runInParallel } from './stored-counts.ts';

export interface FuzzDeps {
  readonly seed: number;
  readonly token: string;
  readonly sender: Sender;
  /** Requests in flight at a time. */
  readonly connections: number;
}

/** A request whose answer is not the expected one. */
export interface FuzzFailure {
  /** The number of the request. */
  readonly n: number;
  readonly request: string;
  readonly why: string;
}

const outcomes = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', 'deferred'];

/** Sends random requests, and checks each answer on its own. */
export class FuzzRun {
  readonly #deps: FuzzDeps;
  /** Responses by outcome, or by status where there is none. */
  readonly responses = new Counts();
  readonly failures: FuzzFailure[] = [];
  slowest = { ms: 0, n: -1 };
  /** Requests that are too large for the gateway, and do not reach the receiver. */
  refusedByGateway = 0;

  constructor(deps: FuzzDeps) {
    this.#deps = deps;
  }

  /** Sends the requests of a range of numbers (`to` is exclusive). Resolves when all are answered. */
  async sendAll(from: number, to: number): Promise<void> {
    await runInParallel(range(from, to), (n) => this.#sendOne(n), this.#deps.connections);
  }

  async #sendOne(n: number): Promise<void> {
    const { seed, token, sender } = this.#deps;
    const request = generateRequest(seed, n, token);
    try {
      const response = await sender.send(request);
      if (response.ms > this.slowest.ms) this.slowest = { ms: Math.round(response.ms), n };
      this.#judge(n, request, response);
    } catch (error) {
      this.#addFailure(n, request, `no answer: ${error}`);
    }
  }

  #judge(n: number, request: FuzzRequest, { status, text }: FuzzResponse): void {
    const result = request.method === 'HEAD' ? 'nothing' : parseResult(text, status);
    if (status === 413 && request.body.length > MAX_GATEWAY_BYTES) this.refusedByGateway += 1;
    this.responses.add(result === undefined || status !== 200 ? String(status) : result);
    if (result === 'deferred' && request.status === 403) return; // the table of tokens was too slow: the replay checks the token
    if (status !== request.status)
      this.#addFailure(n, request, `expected ${request.status}, received ${status} ${text}`);
    else if (result === undefined)
      this.#addFailure(n, request, `${status} with neither outcome nor error in its body: ${text}`);
  }

  #addFailure(n: number, { method, path, body }: FuzzRequest, why: string): void {
    const request = `${method} ${path.slice(0, 200)} of ${body.length} bytes: ${body.toString('latin1', 0, 200)}`;
    const failure = { n, request, why: why.slice(0, 500) };
    this.failures.push(failure);
    console.log(JSON.stringify(failure));
  }
}

function* range(from: number, to: number): Generator<number> {
  for (let n = from; n < to; n++) yield n;
}

/** Returns the outcome of a 200, else the error; undefined where the body is no JSON that has it. */
function parseResult(text: string, status: number): string | undefined {
  try {
    const { outcome, error } = JSON.parse(text);
    if (status === 200) return outcomes.find((known) => known === outcome);
    return typeof error === 'string' && error !== '' ? error : undefined;
  } catch {
    return undefined;
  }
}
