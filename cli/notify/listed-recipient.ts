import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { maskUrl } from './destination.ts';
import type { Subscriber } from './recipient-store.ts';

/** A recipient without its secrets, as `list` prints it. */
export type ListedRecipient = ReturnType<typeof toListedRecipient>;

/** Converts a recipient to its JSON output; `subscribers` are those of a mail. The grace is in seconds. */
export function toListedRecipient(recipient: Recipient, subscribers: readonly Subscriber[] = []) {
  const { name, style, on, app, graceMs, allowPrivate } = recipient;
  const isMail = style === 'mail';
  return {
    name,
    style,
    to: isMail ? subscribers.map(({ address }) => address).join(', ') : maskUrl(recipient.to),
    confirmed: isMail ? subscribers.some(({ confirmed }) => confirmed) : null,
    on,
    app,
    grace: graceMs / 1_000,
    allowPrivate,
  };
}
