import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiPage, PageError, type ReadApiClient } from '../streams/read-api-client.ts';

/** The time before each further attempt, in ms. */
const RETRY_MS = [500, 2_000, 5_000];

/**
 * Fetches a page. Once the receiver has answered a request, those that it cannot answer are repeated for some seconds, so that
 * minutes of reading do not fail with one of them.
 */
export async function getPersistently(api: ReadApiClient, path: string): Promise<ApiPage> {
  for (const ms of RETRY_MS) {
    try {
      return await api.getPage(path);
    } catch (error) {
      if (!(api.hasAnswered && error instanceof PageError && error.isTransient)) throw error;
      await sleep(ms);
    }
  }
  return api.getPage(path);
}
