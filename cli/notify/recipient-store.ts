import type { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';

/** The recipients that are registered, and the names of those whose registration cannot be read. */
export interface RegisteredRecipients {
  /** By name. */
  readonly recipients: readonly Recipient[];
  readonly unreadable: readonly string[];
}

/** An address that mails of a topic go to. */
export interface Subscriber {
  readonly address: string;
  /** Whether its owner has confirmed that it wants them; until then it gets none. */
  readonly confirmed: boolean;
}

/** The topics of a deployment by which mails are sent, one a recipient. */
export interface MailTopics {
  /** Invites an address, the only one of the recipient's topic, unless it has confirmed already; returns the topic's ARN. */
  readonly invite: (name: string, address: string) => Promise<{ readonly topic: string; readonly confirmed: boolean }>;
  /** Returns the addresses of a topic. */
  readonly subscribers: (topic: string) => Promise<Subscriber[]>;
  /** Deletes the topic of a recipient with its addresses, if there is one. */
  readonly remove: (name: string) => Promise<void>;
}

/** The registered recipients of a receiver, deployed or on this machine, and what waits for them. */
export interface RecipientStore {
  /** Its name in messages, such as `the stack Hooks` or `the folder .local`. */
  readonly name: string;
  /** The stack; undefined on this machine. */
  readonly stack: string | undefined;
  /** Throws when nothing there sends notifications. */
  readonly assertSends: () => void;
  readonly list: () => Promise<RegisteredRecipients>;
  /** Returns a recipient; undefined when there is none of this name, `unreadable` when its registration is something else. */
  readonly read: (name: string) => Promise<Recipient | 'unreadable' | undefined>;
  /** Registers a recipient, or replaces the one of its name. */
  readonly put: (recipient: Recipient) => Promise<void>;
  /** Removes a recipient; returns false when there is none of this name. */
  readonly remove: (name: string) => Promise<boolean>;
  /** The topics of mails; undefined on this machine, which sends none. */
  readonly mail: MailTopics | undefined;
  /** Uses what waits; undefined where nothing was ever kept. */
  readonly withOutbox: <T>(use: (outbox: Outbox | undefined) => Promise<T>) => Promise<T>;
  /** Asks what sends notifications for a test of a recipient, whose outcome is in the outbox then. Throws when nothing runs there. */
  readonly requestTest: (outbox: Outbox | undefined, testId: string, name: string) => Promise<void>;
  /** Has what sends notifications look at a recipient, at once or after a delay, in s. */
  readonly wake: (name: string, delaySeconds?: number) => Promise<void>;
  /** Where to look when nothing happens, as the end of a sentence. */
  readonly whereToLook: string;
}

/** Returns the recipient of a name. Throws when there is none, or its registration cannot be read. */
export async function requireRecipient(store: RecipientStore, name: string): Promise<Recipient> {
  const recipient = await store.read(name);
  if (recipient === 'unreadable') throw unreadable(store, [name]);
  if (recipient !== undefined) return recipient;
  throw unknownRecipient(store, name);
}

/** The error for a name that no recipient has. */
export const unknownRecipient = (store: RecipientStore, name: string): Error =>
  new Error(`NAME: received "${name}", expected a recipient of ${store.name}: see ${notifyCommand(store, 'list')}`);

/** The error for registrations that cannot be read. */
export const unreadable = ({ name }: RecipientStore, names: readonly string[]): Error =>
  new Error(
    `${names.join(', ')} in ${name}: received something else than a recipient, expected what npm run notify keeps: set it again, or remove it.`,
  );

/** Returns a command that continues, for the same receiver. */
export const notifyCommand = ({ stack }: Pick<RecipientStore, 'stack'>, rest: string): string =>
  `npm run notify -- ${rest}${stack === undefined ? '' : ` --stack ${stack}`}`;
