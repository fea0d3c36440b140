import { isDeepStrictEqual } from 'node:util';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { groupBy } from '../../lambda/group-by.ts';

/**
 * Returns where the announcements of a stream do not continue one another by sequence, as text: one between them is missing, or
 * is there under two ids.
 */
export function chainProblems(announcements: readonly Announcement[]): string[] {
  const sequenced = announcements.flatMap(toLink);
  return [...groupBy(sequenced, ({ stream }) => stream).values()].flatMap((links) => {
    const ordered = links.toSorted((a, b) => a.sequence - b.sequence);
    return ordered.flatMap((link, index) => problemBetween(ordered[index - 1], link));
  });
}

type Link = NonNullable<ReturnType<typeof toLink>[number]>;

function toLink(announcement: Announcement) {
  if (!('sequence' in announcement.detail)) return [];
  const { app, id, sequence, session } = announcement.detail;
  const previous = 'previous' in announcement.detail ? announcement.detail.previous : undefined;
  return [{ stream: `${app}/${id}`, type: announcement['detail-type'], sequence, session, previous }];
}

function problemBetween(before: Link | undefined, { stream, type, sequence, session, previous }: Link): string[] {
  const wasLive = before !== undefined && before.session.endedAt === null;
  const isBroken =
    before?.sequence === sequence ||
    (type === 'Stream Started' && wasLive) ||
    (type === 'Stream Corrected' && !isDeepStrictEqual(previous, before?.session)) ||
    isDeepStrictEqual(session, before?.session);
  return isBroken ? [`${stream}: ${type} ${sequence} does not follow ${before?.type} ${before?.sequence}`] : [];
}
