import type { Pending, Told } from '../notification.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { isWanted } from './relevance.ts';

/** Returns what is told of one entry; null where the recipient is not on it. */
export const tellEntry = ({ announcement }: Pending, recipient: Recipient): Told | null =>
  isWanted(recipient, announcement) ? { kind: 'announcement', announcement } : null;
