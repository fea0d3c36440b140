import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiPath, QueryArguments } from '../../client/api-types.ts';
import type { ApiResponse } from '../../client/client.ts';
import { PageError, type ReadApiClient } from '../streams/read-api-client.ts';

/** The time before each further attempt, in ms. */
const RETRY_MS = [500, 2_000, 5_000];

/**
 * Requests a path. Once the receiver has answered a request, those that it cannot answer are repeated for some seconds, so that
 * minutes of reading do not fail with one of them.
 */
export async function getPersistently<P extends ApiPath>(
  api: ReadApiClient,
  path: P,
  ...query: QueryArguments<P>
): Promise<ApiResponse<P>> {
  for (const ms of RETRY_MS) {
    try {
      return await api.request(path, ...query);
    } catch (error) {
      if (!(api.hasAnswered && error instanceof PageError && error.isTransient)) throw error;
      await sleep(ms);
    }
  }
  return api.request(path, ...query);
}
