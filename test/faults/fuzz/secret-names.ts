import type { Random } from '../../../cli/simulate/random.ts';
import { isLikely, pick, whole } from './chance.ts';

// The contract's words, written down a second time: these tests take none from the receiver.

export const wholeNames = ['key', 'pass', 'pin', 'code', 'sign', 'auth'];

export const endings = [
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
export function aSecretName(random: Random): string {
  const ending = pick(random, isLikely(random, 25) ? wholeNames : endings);
  const isWhole = wholeNames.includes(ending);
  const name = !isWhole && isLikely(random, 30) ? `${pick(random, ['my', 'x-', 'publish_', 'rtmp'])}${ending}` : ending;
  const spelled = isLikely(random, 30)
    ? name.replace(/[A-Z]/g, (letter) => `${pick(random, ['_', '-'])}${letter}`)
    : name;
  const cased = isLikely(random, 20) ? spelled.toUpperCase() : spelled;
  return isLikely(random, 15) ? `${cased}${whole(random, 100)}` : cased;
}
