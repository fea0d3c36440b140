import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { monotonicMs } from '../monotonic-ms.ts';
import { withTimeout } from '../with-timeout.ts';
import type { AskerAnswer, AskerRequest } from './answer-asker.ts';
import type { Access } from './ask-server.ts';
import type { ServerCheck } from './check-server.ts';
import type { Asker } from './direct-asker.ts';
import type { Verdict } from './media-servers.ts';
import { type StopReport, stopError } from './stop-streams.ts';

/** Ids in a request: Lambda takes 6 MB, and an id has at most 400 characters. */
const MAX_IDS = 1_000;

/** In ms; the invocation itself, with a cold start in a VPC. */
const INVOCATION_MS = 1_500;

/** In ms; a check asks once, and may begin with a cold start. */
const CHECK_TIMEOUT_MS = 10_000;

/** In ms; three rounds of 5 s, and a cold start. */
const STOP_TIMEOUT_MS = 25_000;

/** Asks through the asker function, which runs where a private server can be reached. */
export class FunctionAsker implements Asker {
  readonly #lambda: LambdaClient;
  readonly #functionName: string;

  constructor(lambda: LambdaClient, functionName: string) {
    this.#lambda = lambda;
    this.#functionName = functionName;
  }

  async ask(access: Access, ids: readonly string[], deadline: number): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    for (let first = 0; first < ids.length; first += MAX_IDS) {
      const some = ids.slice(first, first + MAX_IDS);
      const timeMs = deadline - monotonicMs() - INVOCATION_MS;
      if (timeMs <= 0) break;
      for (const [id, verdict] of await this.#askAboutSome(access, some, timeMs)) verdicts.set(id, verdict);
    }
    return verdicts;
  }

  async check(access: Access): Promise<ServerCheck> {
    const answer = await this.#invoke({ ...access, check: true }, CHECK_TIMEOUT_MS);
    if ('check' in answer) return answer.check;
    throw answerError();
  }

  async stop(access: Access, ids: readonly string[]): Promise<StopReport> {
    try {
      const answer = await this.#invoke({ ...access, stop: ids }, STOP_TIMEOUT_MS);
      if ('stop' in answer) return answer.stop;
      throw answerError();
    } catch (error) {
      return stopError(reasonOf(error));
    }
  }

  /** When the function itself fails, nothing is known of any stream. */
  async #askAboutSome(access: Access, ids: readonly string[], timeMs: number) {
    try {
      const answer = await this.#invoke({ ...access, ids, timeMs }, timeMs + INVOCATION_MS);
      if ('verdicts' in answer) return answer.verdicts;
      throw answerError();
    } catch (error) {
      const reason = reasonOf(error);
      return ids.map((id) => [id, { kind: 'unclear', reason }] as const);
    }
  }

  async #invoke(request: AskerRequest, timeoutMs: number): Promise<AskerAnswer> {
    const command = new InvokeCommand({
      FunctionName: this.#functionName,
      Payload: Buffer.from(JSON.stringify(request)),
    });
    const { Payload, FunctionError } = await withTimeout(timeoutMs, (abortSignal) =>
      this.#lambda.send(command, { abortSignal }),
    );
    if (FunctionError || !Payload) throw answerError();
    return JSON.parse(Buffer.from(Payload).toString());
  }
}

const reasonOf = (error: unknown): string =>
  `the asker function did not answer (${error instanceof Error ? error.name : 'unknown error'})`;

const answerError = (): Error =>
  new Error('The asker function: received an error, expected what the media server said. See its log.');
