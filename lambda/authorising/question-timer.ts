import { monotonicMs } from '../monotonic-ms.ts';

/** The time from a question's arrival at the API to its answer, in ms: the media server asks the next one only then. */
const ANSWER_BUDGET_MS = 900;
/** The same when the question had to wait for this process to start. */
const COLD_ANSWER_BUDGET_MS = 1_400;
/** The share of it that is left for counting a refusal, or for noting the use of a key, in ms. */
const COUNTING_MS = 100;

const MAX_LOOKUP_MS = 700;
/** Also a question that waited long is looked up: most answers take a tenth of it. */
const MIN_LOOKUP_MS = 100;

/** The media server's own timeout, in ms: if a question seems to be older, the API's clock differs from ours. */
const SENDER_TIMEOUT_MS = 2_000;

/** The time at which this process had loaded its code, in ms since the epoch. */
const LOADED_AT = Date.now();

export interface QuestionTimer {
  /** Time since the question reached this function, in ms. */
  readonly inHandlerMs: () => number;
  /** The time limit of the lookup of the credentials, if it begins now, in ms. */
  readonly lookupMs: () => number;
}

/** Starts the timer of a question that arrived at the API at `arrivedAt` (ms since the epoch). */
export function startQuestionTimer(arrivedAt: number): QuestionTimer {
  const [startedAt, started] = [Date.now(), monotonicMs()];
  const inHandlerMs = () => monotonicMs() - started;
  return { inHandlerMs, lookupMs: () => lookupLimitMs({ arrivedAt, startedAt, loadedAt: LOADED_AT }, inHandlerMs()) };
}

/** Times of a question, in ms since the epoch: at the API, and in this function, which had loaded its code at `loadedAt`. */
interface QuestionTimes {
  readonly arrivedAt: number;
  readonly startedAt: number;
  readonly loadedAt: number;
}

/** Returns the time limit of a lookup that begins `inHandlerMs` after the function started with a question, in ms. */
export function lookupLimitMs({ arrivedAt, startedAt, loadedAt }: QuestionTimes, inHandlerMs: number): number {
  const age = startedAt - arrivedAt;
  const transitMs = age > 0 && age < SENDER_TIMEOUT_MS ? age : 0;
  const isNewProcess = transitMs > 0 && arrivedAt < loadedAt;
  const budgetMs = isNewProcess ? COLD_ANSWER_BUDGET_MS : ANSWER_BUDGET_MS;
  return Math.max(MIN_LOOKUP_MS, Math.min(MAX_LOOKUP_MS, budgetMs - COUNTING_MS - transitMs - inHandlerMs));
}
