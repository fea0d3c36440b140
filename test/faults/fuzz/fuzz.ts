import { MAX_PAYLOAD } from './huge.ts';
import { Counts } from './ledger.ts';
import { inParallel } from './read-back.ts';
import { type FuzzRequest, requestOf } from './request.ts';
import type { FuzzAnswer, Sender } from './sender.ts';

/** What a fuzz works with. */
export interface Fuzzing {
  readonly seed: number;
  readonly token: string;
  readonly sender: Sender;
  /** How many requests are under way at a time. */
  readonly connections: number;
}

/** An answer that should have been another. */
export interface Wrong {
  /** The number of the request. */
  readonly n: number;
  readonly request: string;
  readonly why: string;
}

const outcomes = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', 'deferred'];

/** Sends random requests and judges each answer by itself. */
export class Fuzz {
  readonly #fuzzing: Fuzzing;
  /** By outcome, or by status where there is none. */
  readonly answers = new Counts();
  readonly wrong: Wrong[] = [];
  slowest = { ms: 0, n: -1 };
  /** How many the gateway refused for their size: the receiver never heard of them. */
  unheard = 0;

  constructor(fuzzing: Fuzzing) {
    this.#fuzzing = fuzzing;
  }

  /** Sends the requests of these numbers; all of them are answered when it ends. */
  async run(from: number, to: number): Promise<void> {
    await inParallel(numbers(from, to), (n) => this.#one(n), this.#fuzzing.connections);
  }

  async #one(n: number): Promise<void> {
    const { seed, token, sender } = this.#fuzzing;
    const request = requestOf(seed, n, token);
    try {
      const answer = await sender.send(request);
      if (answer.ms > this.slowest.ms) this.slowest = { ms: Math.round(answer.ms), n };
      this.#judge(n, request, answer);
    } catch (error) {
      this.#mark(n, request, `no answer: ${error}`);
    }
  }

  #judge(n: number, request: FuzzRequest, { status, text }: FuzzAnswer): void {
    const told = request.method === 'HEAD' ? 'nothing' : toldIn(text, status);
    if (status === 413 && request.body.length > MAX_PAYLOAD) this.unheard += 1;
    this.answers.add(told === undefined || status !== 200 ? String(status) : told);
    if (told === 'deferred' && request.status === 403) return; // the tokens did not answer in time: whether it is one, the replay asks
    if (status !== request.status) this.#mark(n, request, `expected ${request.status}, received ${status} ${text}`);
    else if (told === undefined) this.#mark(n, request, `${status} with a body that tells nothing: ${text}`);
  }

  #mark(n: number, { method, path, body }: FuzzRequest, why: string): void {
    const request = `${method} ${path.slice(0, 200)} of ${body.length} bytes: ${body.toString('latin1', 0, 200)}`;
    const wrong = { n, request, why: why.slice(0, 500) };
    this.wrong.push(wrong);
    console.log(JSON.stringify(wrong));
  }
}

function* numbers(from: number, to: number): Generator<number> {
  for (let n = from; n < to; n++) yield n;
}

/** The outcome of a 200, else the error; undefined when the body is no JSON that tells it. */
function toldIn(text: string, status: number): string | undefined {
  try {
    const { outcome, error } = JSON.parse(text);
    if (status === 200) return outcomes.find((known) => known === outcome);
    return typeof error === 'string' && error !== '' ? error : undefined;
  } catch {
    return undefined;
  }
}
