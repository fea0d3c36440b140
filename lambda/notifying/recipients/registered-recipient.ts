import { isNotifiableType } from './detail-types.ts';
import { RECIPIENT_NAME, type Recipient, type SigningSecret, type Style, styles } from './recipient.ts';
import { parseRecipientUrl } from './recipient-url.ts';

/** `whsec_` and the base64 of 24 to 64 bytes, as in `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;

/** The ARN of an SNS topic, as in `arn:aws:sns:eu-central-1:123456789012:Hooks-notify-team`. */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** In ms: a day. */
export const MAX_GRACE_MS = 86_400_000;

/** Converts a recipient to the JSON text that is kept; it holds its secrets. */
export const formatRecipient = (recipient: Recipient): string => JSON.stringify(toRegistered(recipient));

/** Returns a recipient as it is kept: with the properties that there are, in a fixed order. */
export const toRegistered = ({ name, style, to, on, app, graceMs, allowPrivate, secrets }: Recipient): Recipient => ({
  name,
  style,
  to,
  on,
  app,
  graceMs,
  allowPrivate,
  secrets: secrets.map(({ secret, until }) => ({ secret, until })),
});

/** Parses the JSON text of a recipient. Throws when it is something else; the message quotes nothing of it. */
export function parseRecipient(text: string): Recipient {
  return readRecipient(tryParse(text));
}

/** Reads a recipient from parsed JSON. Throws as `parseRecipient` does. */
export function readRecipient(value: unknown): Recipient {
  if (isRegistered(value)) return toRegistered(value);
  throw new Error(
    'Recipient: received something else than what npm run notify keeps. Set it again: npm run notify -- set.',
  );
}

function isRegistered(value: unknown): value is Recipient {
  const { name, style, to, on, app, graceMs, allowPrivate, secrets } = { ...Object(value) } as Readonly<Record<keyof Recipient, unknown>>; // biome-ignore format: a line
  return (
    typeof name === 'string' &&
    RECIPIENT_NAME.test(name) &&
    isStyle(style) &&
    typeof allowPrivate === 'boolean' &&
    isDestination(style, to, allowPrivate) &&
    isListOfTypes(on) &&
    (app === null || (typeof app === 'string' && app !== '')) &&
    isGrace(graceMs) &&
    areSecrets(style, secrets)
  );
}

const isStyle = (value: unknown): value is Style => styles.some((style) => style === value);

const isListOfTypes = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isNotifiableType);

const isGrace = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_GRACE_MS;

function isDestination(style: Style, to: unknown, allowPrivate: boolean): boolean {
  if (typeof to !== 'string') return false;
  if (style === 'mail') return TOPIC_ARN.test(to);
  try {
    return parseRecipientUrl(to, allowPrivate) !== '';
  } catch {
    return false;
  }
}

/** An envelope has a newest secret, which signs without end, and older ones, which end; other styles have none. */
function areSecrets(style: Style, value: unknown): boolean {
  if (!Array.isArray(value) || !value.every(isSecret)) return false;
  if (style !== 'envelope') return value.length === 0;
  return value.length > 0 && value.every(({ until }, index) => (until === null) === (index === 0));
}

function isSecret(value: unknown): value is SigningSecret {
  const { secret, until } = { ...Object(value) };
  return typeof secret === 'string' && SECRET.test(secret) && (until === null || Number.isSafeInteger(until));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
