import type { Random } from '../../../oracle/random.ts';
import { pickOne, randomBoolean, randomInt } from './random-generator.ts';

// The contract's secret names, written down a second time: the tests take none from the receiver.

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

/** Names that contain a secret name and are harmless, and other harmless ones. */
export const harmlessNames = [
  ...['countryCode', 'zipcode', 'errorCode', 'transcode', 'tokenCount', 'tokens', 'publicKey', 'keyframeInterval'],
  ...['owner', 'bitrate', 'src', 'design', 'compass', 'pinned', 'author', 'codec', 'passengers', 'tokenType', 'note'],
];

/** Makes a secret name in one of its spellings: with a prefix, separators, capitals or digits at its end. */
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
