import { iso } from '../../lambda/reading/stream-json.ts';
import { lastStoredAt } from '../../local/announcing/segments.ts';
import { countStoredEvents } from '../../local/deferred/file-deferred-store.ts';
import { localDeferredLocation } from '../connection/local-connection.ts';
import { localRecipientStore } from '../notify/local-recipient-store.ts';
import type { Target } from '../streams/find-target.ts';
import { readBacklog } from './notification-backlog.ts';
import { AbsentPartError, type PartReaders } from './status-parts.ts';

type OtherParts = Pick<PartReaders, 'alarms' | 'deferred' | 'announcements' | 'notifications'>;

/** Returns the readers of what this machine keeps beside the read API; `target` throws when no receiver runs. */
export const localParts = (target: () => Promise<Target>): OtherParts => ({
  alarms: () => absent('This machine has no alarms: npm start prints what fails.'),
  deferred: async () => {
    const { waitingSince, ...counts } = await countStoredEvents(localDeferredLocation().dataDir);
    return { ...counts, waitingSince: iso(waitingSince ?? null) };
  },
  announcements: async () => {
    const at = await lastStoredAt(localDeferredLocation().dataDir);
    return { oldestMs: null, lastAt: iso(at ?? null) };
  },
  notifications: async () => {
    await target(); // its database is opened by no other process than a receiver's
    return readBacklog(localRecipientStore(), null);
  },
});

/** Returns the readers for a receiver of which only the URL is known. */
export function remoteParts(): OtherParts {
  const read = () => absent('Not in the read API: --stack NAME, with AWS credentials, has it.');
  return { alarms: read, deferred: read, announcements: read, notifications: read };
}

const absent = (reason: string): Promise<never> => Promise.reject(new AbsentPartError(reason));
