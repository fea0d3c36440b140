import { RECIPIENT_NAME } from '../../lambda/notifying/recipients/recipient.ts';

/** Parses a recipient's name. Throws when it is none; the message does not quote it, since it may be a URL at the wrong place. */
export function parseRecipientName(received: string): string {
  if (RECIPIENT_NAME.test(received)) return received;
  throw new Error(
    'NAME: received something else than a name, expected up to 64 letters of A-Z, digits and hyphens, such as team.',
  );
}
