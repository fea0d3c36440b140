import { withDeployedRecipients } from './deployed-recipient-store.ts';
import { localRecipientStore } from './local-recipient-store.ts';
import type { RecipientStore } from './recipient-store.ts';

/** Uses the recipients of a deployed stack, or without a name those of this machine. */
export const withRecipientStore = <T>(
  stack: string | undefined,
  use: (store: RecipientStore) => Promise<T>,
): Promise<T> => (stack === undefined ? use(localRecipientStore()) : withDeployedRecipients(stack, use));
