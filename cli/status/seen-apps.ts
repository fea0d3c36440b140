import { readValueOf } from './judge-status.ts';
import type { StatusParts } from './status-parts.ts';

/** The apps that are named; --json has the rest. */
const MAX_NAMED = 5;

/** Returns the apps of which the read API told something, by name; null where it told nothing. */
export function seenApps({ counts, hooks, errors, refusals }: StatusParts): string[] | null {
  const parts = [
    readValueOf(counts)?.apps.map(({ app }) => app),
    readValueOf(hooks)?.apps,
    readValueOf(errors)?.streams.map(({ app }) => app),
    readValueOf(refusals)?.sums.map(({ app }) => app),
  ];
  if (parts.every((apps) => apps === undefined)) return null;
  return [...new Set(parts.flatMap((apps) => apps ?? []))].sort();
}

/**
 * Says of which apps the answers of the read API are; null where there is nothing to say. A token is of one app or of every app:
 * one that sees a single app may be of that one only. `token` is its name in messages; null for the receiver's own, of every app.
 */
export function appsText(apps: readonly string[] | null, token: string | null): string | null {
  if (apps === null || (apps.length === 0 && token === null)) return null;
  if (apps.length === 0) return `streams of no app: ${token} sees none`;
  const more = apps.length > MAX_NAMED ? ` and ${apps.length - MAX_NAMED} more` : '';
  const named = `streams of the ${apps.length === 1 ? 'app' : 'apps'} ${apps.slice(0, MAX_NAMED).join(', ')}${more}`;
  return apps.length === 1 && token !== null ? `${named}: ${token} sees no other app` : named;
}
