/** Secret only as a whole name, not as the ending of another (`countryCode`, `design`). */
const wholeNames = 'key|pass|pin|code|sign|auth';

/** Secret also as the ending of a longer name (`publishToken`). */
const endings =
  'token|jwt|password|passwd|pwd|passphrase|passcode|psk|otp|totp|secret|sig|signature|' +
  'authorization|credentials?|cookies?|pincode|userpin|accesspin';

/** Endings that are secret only after one of these words (`streamKey`, but not `publicKey`). */
const qualifiedEndings = {
  code: 'access|auth|authorization|verification|security|subscriber|otp|totp',
  pass: 'stream|rtmp|srt|user|admin|db|ftp',
  key:
    'stream|api|app|auth|access|secret|private|ssh|encryption|decryption|signing|master|shared|license|' +
    'rtmp|srt|hls|publish|ingest|broadcast|session|youtube|twitch|drm|content|subscription',
};

const qualified = Object.entries(qualifiedEndings).map(([ending, words]) => `|(?:${words})${ending}`);
const secretName = new RegExp(`^(?:${wholeNames})$|(?:${endings}${qualified.join('')})$`);

/** A name that needs no normalising, as nearly all names of hooks. */
const lettersOnly = /^[a-z]*$/i;

/** Whether the value of a name is a secret: `token`, `stream_key`, `auth[user]`, `https://host/path?pin`. */
export function isSecretName(name: string): boolean {
  if (lettersOnly.test(name)) return secretName.test(name.toLowerCase());
  return segmentsOf(name).some(isSecretSegment);
}

/** Whether a secret name is also an everyday word: `key`, `pin`. */
export const isSecretOnlyAsWhole = (name: string): boolean => !isSecretName(`x${name.trim()}`);

/** Splits `user[auth][2]`; of a name with delimiters of pairs, only what follows the last one. */
const segmentsOf = (name: string): string[] => (name.split(/[;?&#]/).at(-1) ?? '').split(/[[\]]/);

/** Names are compared without case, blanks, `-`, `_` and digits at the end. */
function isSecretSegment(name: string): boolean {
  const letters = name.replace(/[-_.\s]/g, '');
  let end = letters.length;
  while (end > 0 && '0123456789'.includes(letters[end - 1] ?? '')) end--; // a regular expression would take quadratic time
  return secretName.test(letters.slice(0, end).toLowerCase());
}

/** Whether a member's value may be the name of the `value` beside it: `{"param":"token","value":…}`. */
export const isLabelName = (name: string): boolean =>
  /^(?:name|key|k|field|param|parameter|header|property|attribute|label)$/i.test(name);
export const isValueName = (name: string): boolean => /^(?:value|val|v|content)$/i.test(name);
/** A `key` is a secret, except as the label of a `value` beside it. */
export const isKeyName = (name: string): boolean => /^key$/i.test(name);
