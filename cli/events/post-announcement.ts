import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { Sink } from './parse-sink.ts';

/** The timeout of one try, in ms. */
const TRY_TIMEOUT_MS = 10_000;

/** The outcome of one try. */
export interface PostOutcome {
  /** Whether the status is 2xx. */
  readonly ok: boolean;
  /** The status, or why there is none. */
  readonly text: string;
  readonly ms: number;
}

/** Posts the envelope once. The signal aborts it. Redirects are not followed: they are no success. */
export async function postAnnouncement(
  { url, authorization }: Sink,
  announcement: Announcement,
  signal: AbortSignal,
  timeoutMs = TRY_TIMEOUT_MS,
): Promise<PostOutcome> {
  const startedAt = performance.now();
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs / 1_000} s`)), timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) };
  const init = { method: 'POST', headers, body: JSON.stringify(announcement), redirect: 'manual' } as const;
  const end = (ok: boolean, text: string) => ({ ok, text, ms: Math.round(performance.now() - startedAt) });
  try {
    const response = await fetch(url, { ...init, signal: controller.signal });
    await response.body?.cancel();
    return end(response.ok, `answered ${response.status}`);
  } catch (error) {
    return end(false, describeFailure(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** `fetch` wraps the error of the system. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return describeFailure(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
