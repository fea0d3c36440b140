import { randomUUID } from 'node:crypto';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { createSigningSecret } from '../../lambda/notifying/sending/create-signing-secret.ts';

/** Builds a recipient of envelopes at a URL on this machine, under a name of its own. */
export function buildRecipient(fields: Partial<Recipient> & Pick<Recipient, 'to'>): Recipient {
  return {
    name: `r-${randomUUID()}`,
    style: 'envelope',
    on: ['Stream Started', 'Stream Ended', 'Recording Ready'],
    app: null,
    graceMs: 0,
    allowPrivate: true,
    secrets: [{ secret: createSigningSecret(), until: null }],
    ...fields,
  };
}
