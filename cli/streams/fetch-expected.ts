import type { Answer } from '../../client/api-types.ts';
import type { StreamName } from '../forget/stream-name.ts';
import type { ReadApiClient } from './read-api-client.ts';

type ExpectedStream = Answer<'/expected'>['expected'][number];

/** Fetches the expected streams; none from a receiver before 0.3.0. */
async function fetchExpected(api: ReadApiClient): Promise<readonly ExpectedStream[]> {
  return (await api.get('/expected'))?.expected ?? [];
}

/** Fetches the missing streams, of one app or of all, the one that was live last first. */
export async function fetchMissing(api: ReadApiClient, app: string | undefined): Promise<readonly ExpectedStream[]> {
  const missing = (await fetchExpected(api)).filter((stream) => stream.state === 'missing');
  return missing
    .filter((stream) => app === undefined || stream.app === app)
    .sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
}

/** Fetches what is expected of a stream; undefined when nothing is. */
export async function fetchExpectation(api: ReadApiClient, stream: StreamName): Promise<ExpectedStream | undefined> {
  return (await fetchExpected(api)).find(({ app, id }) => app === stream.app && id === stream.id);
}
