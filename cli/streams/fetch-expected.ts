import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import type { StreamName } from '../forget/stream-name.ts';
import type { ReadApiClient } from './read-api-client.ts';

/** The route of the expected streams, which receivers before 0.3.0 do not have. */
export const EXPECTED_PATH = '/expected';

/** Fetches the expected streams; none from a receiver of an older release. */
export async function fetchExpected(api: ReadApiClient): Promise<readonly ExpectedJson[]> {
  const body = await api.get(EXPECTED_PATH);
  if (typeof body !== 'object' || body === null || !('expected' in body)) return [];
  return body.expected as ExpectedJson[]; // it comes from this project's reader
}

/** Fetches the missing streams, of one app or of all, the one that was live last first. */
export async function fetchMissing(api: ReadApiClient, app: string | undefined): Promise<readonly ExpectedJson[]> {
  const missing = (await fetchExpected(api)).filter((stream) => stream.state === 'missing');
  return missing
    .filter((stream) => app === undefined || stream.app === app)
    .sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
}

/** Fetches what is expected of a stream; undefined when nothing is. */
export async function fetchExpectation(api: ReadApiClient, stream: StreamName): Promise<ExpectedJson | undefined> {
  return (await fetchExpected(api)).find(({ app, id }) => app === stream.app && id === stream.id);
}
