import { monotonicMs } from '../monotonic-ms.ts';
import type { Access } from './ask-server.ts';
import type { ServerCheck } from './check-server.ts';
import { directAsker } from './direct-asker.ts';
import type { Verdict } from './media-servers.ts';
import type { StopReport } from './stop-streams.ts';

/** A request to the asker function, in JSON. */
export type AskerRequest = Access &
  (
    | { readonly ids: readonly string[]; readonly timeMs: number }
    | { readonly check: true }
    | { readonly stop: readonly string[] }
  );

/** The asker function's answer, in JSON: pairs, since an id such as `__proto__` is no key of an object. */
export type AskerAnswer =
  | { readonly verdicts: readonly (readonly [string, Verdict])[] }
  | { readonly check: ServerCheck }
  | { readonly stop: StopReport };

/** Answers a request to the asker function. */
export async function answerAsker(request: AskerRequest): Promise<AskerAnswer> {
  const access = { url: request.url, authorization: request.authorization };
  if ('check' in request) return { check: await directAsker.check(access) };
  if ('stop' in request) return { stop: await directAsker.stop(access, request.stop) };
  return { verdicts: [...(await directAsker.ask(access, request.ids, monotonicMs() + request.timeMs))] };
}
