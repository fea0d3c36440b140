import type { Announcement, DetailType } from '../../announcing/announcement.ts';
import type { Recipient } from '../recipients/recipient.ts';

/** Whether an announcement goes to a recipient's outbox: it is told of it, or needs it to decide what to tell. */
export function isRelevant(recipient: Recipient, announcement: Announcement): boolean {
  return isOfApp(recipient, announcement) && (isOn(recipient, announcement) || isCounted(recipient, announcement));
}

/** Whether a recipient may be told of an announcement: it is of its app, and of a type that it is on. */
export const isWanted = (recipient: Recipient, announcement: Announcement): boolean =>
  isOfApp(recipient, announcement) && isOn(recipient, announcement);

const isOfApp = ({ app }: Recipient, { detail }: Announcement): boolean => app === null || app === detail.app;

const isOn = ({ on }: Recipient, announcement: Announcement): boolean => on.includes(announcement['detail-type']);

/** Words need starts and ends to know a flapping stream, and both styles a start to know that an end was short. */
function isCounted({ style, on, graceMs }: Recipient, { 'detail-type': type }: Announcement): boolean {
  if (style === 'envelope') return type === 'Stream Started' && graceMs > 0 && on.includes('Stream Ended');
  return isMove(type) && (on.includes('Stream Started') || on.includes('Stream Ended'));
}

/** Whether a type says that a stream became live, or stopped to be. */
export const isMove = (type: DetailType): boolean => type === 'Stream Started' || type === 'Stream Ended';
