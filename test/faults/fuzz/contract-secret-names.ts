import type { Random } from '../../../cli/simulate/random.ts';
import { pickOne, randomBoolean, randomInt } from './random-generator.ts';

// The contract's words, written down a second time: these tests take none from the receiver.

export const wholeSecretNames = ['key', 'pass', 'pin', 'code', 'sign', 'auth'];

export const secretNameEndings = [
  ...['token', 'jwt', 'password', 'passwd', 'pwd', 'passphrase', 'passcode', 'psk', 'otp', 'totp', 'secret', 'sig'],
  ...[
    'signature',
    'authorization',
    'credential',
    'credentials',
    'cookie',
    'cookies',
    'pinCode',
    'userPin',
    'accessPin',
  ],
  ...['access', 'auth', 'authorization', 'verification', 'security', 'subscriber', 'otp', 'totp'].map(
    (word) => `${word}Code`,
  ),
  ...['stream', 'rtmp', 'srt', 'user', 'admin', 'db', 'ftp'].map((word) => `${word}Pass`),
  ...['stream', 'api', 'app', 'auth', 'access', 'secret', 'private', 'ssh', 'encryption', 'decryption'].map(
    (word) => `${word}Key`,
  ),
  ...['signing', 'master', 'shared', 'license', 'rtmp', 'srt', 'hls', 'publish', 'ingest', 'broadcast'].map(
    (word) => `${word}Key`,
  ),
  ...['session', 'youtube', 'twitch', 'drm', 'content', 'subscription'].map((word) => `${word}Key`),
];

/** Names that hold a secret's name and are none. */
export const harmlessNames = [
  ...['countryCode', 'zipcode', 'errorCode', 'transcode', 'tokenCount', 'tokens', 'publicKey', 'keyframeInterval'],
  ...['owner', 'bitrate', 'src', 'design', 'compass', 'pinned', 'author', 'codec', 'passengers', 'tokenType', 'note'],
];

/** A secret's name as people write it: in any case, with dashes, brackets, a number behind it. */
export function generateSecretName(random: Random): string {
  const ending = pickOne(random, randomBoolean(random, 25) ? wholeSecretNames : secretNameEndings);
  const isWhole = wholeSecretNames.includes(ending);
  const name =
    !isWhole && randomBoolean(random, 30) ? `${pickOne(random, ['my', 'x-', 'publish_', 'rtmp'])}${ending}` : ending;
  const separated = randomBoolean(random, 30)
    ? name.replace(/[A-Z]/g, (letter) => `${pickOne(random, ['_', '-'])}${letter}`)
    : name;
  const cased = randomBoolean(random, 20) ? separated.toUpperCase() : separated;
  return randomBoolean(random, 15) ? `${cased}${randomInt(random, 100)}` : cased;
}
