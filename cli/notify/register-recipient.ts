import type { DetailType } from '../../lambda/announcing/announcement.ts';
import type { Recipient, SigningSecret } from '../../lambda/notifying/recipients/recipient.ts';
import { createSigningSecret } from '../../lambda/notifying/sending/create-signing-secret.ts';
import { defaultTypes } from './announcement-types.ts';
import type { Destination } from './destination.ts';
import type { MailTopics, RecipientStore } from './recipient-store.ts';

/** What somebody has chosen for a recipient. */
export interface RecipientChoices extends Pick<Recipient, 'name' | 'app' | 'graceMs' | 'allowPrivate'> {
  readonly destination: Destination;
  /** Undefined for those of its style. */
  readonly on: readonly DetailType[] | undefined;
}

/** What had the name of a recipient before; undefined for nothing. */
type Replaced = Recipient | 'unreadable' | undefined;

/** A recipient that was registered, and what its owner has to know now. */
export interface RegisteredRecipient {
  readonly recipient: Recipient;
  readonly before: Replaced;
  readonly destination: Destination;
  /** Whether the owner of a mail address has confirmed it; null for other styles. */
  readonly confirmed: boolean | null;
  /** The secret that signs envelopes, when it is new: it is shown this once. */
  readonly newSecret: string | null;
}

/** Registers a recipient. Its secrets stay when it was an envelope to the same host already: another host must not sign as the one before. */
export async function registerRecipient(
  store: RecipientStore,
  choices: RecipientChoices,
): Promise<RegisteredRecipient> {
  const { destination, name, app, graceMs, allowPrivate } = choices;
  const before = await store.read(name);
  const { style } = destination;
  const { to, confirmed } = await address(store, name, destination);
  const kept = keptSecrets(before, destination);
  const secrets = style === 'envelope' ? (kept ?? [{ secret: createSigningSecret(), until: null }]) : [];
  const recipient = { name, style, to, on: choices.on ?? defaultTypes(style), app, graceMs, allowPrivate, secrets };
  await store.put(recipient);
  const newSecret = kept === undefined ? (secrets[0]?.secret ?? null) : null;
  return { recipient, before, destination, confirmed, newSecret };
}

/** Ends what the recipient before needed: the wait after a failure, since what waits may be accepted now, and a topic of mails. */
export async function finishReplacement(
  store: RecipientStore,
  { before, recipient }: RegisteredRecipient,
): Promise<void> {
  if (before === undefined) return;
  await store.withOutbox(async (outbox) => outbox?.retryNow(recipient.name, Date.now()));
  await store.wake(recipient.name);
  if (recipient.style !== 'mail' && mayHaveTopic(before)) await store.mail?.remove(recipient.name);
}

/** Whether mails of a recipient may go through a topic: nobody knows of one that cannot be read. */
export const mayHaveTopic = (recipient: Recipient | 'unreadable'): boolean =>
  recipient === 'unreadable' || recipient.style === 'mail';

async function address(
  { mail, name: place }: RecipientStore,
  name: string,
  destination: Destination,
): Promise<Pick<RegisteredRecipient, 'confirmed'> & Pick<Recipient, 'to'>> {
  if (destination.style !== 'mail') return { to: destination.url, confirmed: null };
  const { topic, confirmed } = await requireMail(mail, place).invite(name, destination.address);
  return { to: topic, confirmed };
}

function requireMail(mail: MailTopics | undefined, place: string): MailTopics {
  if (mail !== undefined) return mail;
  throw new Error(
    `--to: received a mail address for ${place}, expected a URL: AWS sends the mails, so they need a deployment (--stack NAME).`,
  );
}

/** Returns the secrets of the recipient before that stay; undefined for none. */
function keptSecrets(before: Replaced, destination: Destination): readonly SigningSecret[] | undefined {
  if (before === undefined || before === 'unreadable' || before.style !== 'envelope') return undefined;
  if (destination.style !== 'envelope') return undefined;
  return new URL(before.to).host === new URL(destination.url).host ? before.secrets : undefined;
}
