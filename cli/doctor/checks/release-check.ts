import { type Check, fine, note } from '../finding.ts';
import { hasSince } from '../server-facts.ts';

/** What a release can send, and since when; why it matters. */
const features = [
  { name: 'retries', since: '2.9.0', why: 'a hook that fails once is lost' },
  { name: 'JSON', since: '2.10.0', why: 'forms lose the letters that Latin-1 does not have' },
  { name: 'heartbeats', since: '2.12.0', why: 'a start or an end that is missed stays unknown' },
] as const;

/** Looks at the release, and what it can send. */
export const checkRelease: Check = ({ server: { release } }) => {
  const missing = features.filter(({ since }) => !hasSince(release, since));
  const has = features.filter((feature) => !missing.includes(feature)).map(({ name }) => name);
  const can = [...has, ...missing.map(({ name }) => `no ${name}`)].join(', ');
  const found = `${release.text}: ${can}`;
  if (missing.length === 0) return [fine('Release', found)];
  const why = missing.map(({ why, name, since }) => `without ${name} (since ${since}) ${why}`).join('; ');
  return [note('Release', found, why, 'update the media server, when you can')];
};
