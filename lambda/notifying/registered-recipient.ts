import type { DetailType } from '../announcing/announcement.ts';
import { RECIPIENT_NAME, type Recipient, type SigningSecret, styles } from './recipient.ts';

/** Each announcement, with whether it has a type; a record, so that a new type is not forgotten. */
const types: Readonly<Record<DetailType, true>> = {
  'Stream Started': true,
  'Stream Ended': true,
  'Stream Corrected': true,
  'Recording Ready': true,
  'Stream Error': true,
  'Stream Missing': true,
  'Stream Back': true,
  'Server Alarm': true,
};

/** Converts a recipient to the JSON text that is kept; it holds secrets. */
export const formatRecipient = (recipient: Recipient): string => JSON.stringify(recipient);

/** Parses the JSON text of a recipient. Throws when it is something else; the message quotes nothing of it. */
export function parseRecipient(text: string): Recipient {
  const { name, style, to, on, app, graceMs, allowPrivate, secrets } = { ...Object(tryParse(text)) };
  const isRecipient =
    RECIPIENT_NAME.test(name) &&
    styles.includes(style) &&
    isText(to) &&
    Array.isArray(on) &&
    on.every((type) => typeof type === 'string' && Object.hasOwn(types, type)) &&
    (app === null || isText(app)) &&
    Number.isSafeInteger(graceMs) &&
    graceMs >= 0 &&
    typeof allowPrivate === 'boolean' &&
    Array.isArray(secrets) &&
    secrets.every(isSecret);
  if (isRecipient) return { name, style, to, on, app, graceMs, allowPrivate, secrets };
  throw new Error(
    'Registered recipient: received something else than a recipient. Register it again: npm run notify -- set.',
  );
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

function isSecret(value: unknown): value is SigningSecret {
  const { secret, until } = { ...Object(value) };
  return isText(secret) && (until === null || Number.isSafeInteger(until));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
