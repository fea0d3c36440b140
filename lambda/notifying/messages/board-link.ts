import type { Announcement } from '../../announcing/announcement.ts';
import { streamKeyOf } from '../planning/stream-order.ts';

/** The longest link, in characters: where that to a stream is longer, it is to the board; where that is longer, there is none. */
export const MAX_LINK_CHARS = 300;

/** A link that a message ends with. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/**
 * Returns the link of a message: to the page of its stream, or to the board where there are several, or a media server's alarm,
 * or refused publishers: their stream may not exist, and the board lists them.
 */
export function toBoardLink(announcements: readonly Announcement[], boardUrl: string | null): Link | null {
  if (boardUrl === null || boardUrl.length > MAX_LINK_CHARS) return null;
  const board = { title: 'Open the board', url: new URL(boardUrl).href };
  const [first, ...others] = announcements;
  if (first === undefined || first.detail.id === null || first.detail.test === true) return board;
  if (announcements.every((announcement) => announcement['detail-type'] === 'Publish Refused')) return board;
  const key = streamKeyOf(first);
  if (others.some((announcement) => streamKeyOf(announcement) !== key)) return board;
  const { app, id } = first.detail;
  const url = `${board.url}?${new URLSearchParams({ page: 'stream', app, id })}`;
  return url.length > MAX_LINK_CHARS ? board : { title: 'Open the stream', url };
}
