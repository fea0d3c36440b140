import { METHODS } from 'node:http';
import { encodePathSegment } from '../../../local/http/gateway-path.ts';
import type { Random } from '../../../oracle/random.ts';
import { generateOddText, prototypeNames } from './odd-values.ts';
import { pickOne, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

/** Method and path of a request. `status` is the expected one, unless the body is too large. */
export interface FuzzTarget {
  readonly method: string;
  readonly path: string;
  readonly status: 200 | 400 | 403 | 404 | 405;
  /** It is refused before its body is measured. */
  readonly ignoresBody?: true;
}

/** Makes a target. Most requests are refused without a read of the tables: an engine could not serve so many. */
export function generateTarget(random: Random, token: string): FuzzTarget {
  return weightedChoice<FuzzTarget>(
    [
      34,
      (random) =>
        post(`/hooks/${encodeSegment(random, pickOne(random, storableApps))}/${encodeSegment(random, token)}`, 200),
    ],
    [2, (random) => post(equivalentPath(random, token), 200)],
    [
      6,
      (random) =>
        post(
          `/hooks/${encodeSegment(random, pickOne(random, storableApps))}/${generateWrongToken(random, token)}`,
          403,
        ),
    ],
    [14, (random) => ({ ...post(`/hooks/${pickOne(random, tooLongApps)}/${token}`, 403), ignoresBody: true })],
    [7, (random) => post(undecodablePath(random, token), 400)],
    [7, (random) => post(misplacedPath(random, token), 404)],
    [15, (random) => post(otherPath(random), 404)],
    [13, (random) => ({ method: pickOne(random, otherMethods), path: `/hooks/LiveApp/${token}`, status: 404 })],
    [2, (random) => ({ method: pickOne(random, ['GET', 'HEAD']), path: `/hooks/LiveApp/${token}`, status: 405 })],
  )(random);
}

function post(path: string, status: FuzzTarget['status']): FuzzTarget {
  return { method: 'POST', path, status };
}

/** Apps that fit a key; each is read back. */
const storableApps = [
  'LiveApp',
  'WebRTCAppEE',
  'live/sub',
  '.',
  '..',
  '*',
  ' ',
  '\0',
  '\n',
  '%',
  '%2F',
  '#',
  '?a=b',
  '"\'<>&',
  'Zürich',
  'e\u0301',
  '東京',
  '🎥',
  '\u202e',
  '\ufeff',
  'null',
  'streams',
  'x'.repeat(400),
  '東'.repeat(44),
  ...prototypeNames,
  ...Array.from({ length: 10 }, (_, n) => `app-${n}`),
];

/** Apps that are too long for a key, once they are encoded. */
const tooLongApps = ['x'.repeat(401), encodeURIComponent('東'.repeat(45)), '%00'.repeat(134), 'x'.repeat(7_000)];

/** Returns another spelling of the path of a hook. */
function equivalentPath(random: Random, token: string): string {
  return pickOne(random, [`/hooks/LiveApp/${token}/`, `/%68ooks/LiveApp/${token}`, `/hooks%2FLiveApp%2F${token}`]);
}

/** Returns a path with an invalid escape. */
function undecodablePath(random: Random, token: string): string {
  const broken = pickOne(random, ['%', '%zz', '%E9', '%ED%A0%80', '%C0%80', 'a%', '%25', '%25zz']);
  return pickOne(random, [`/hooks/${broken}/${token}`, `/hooks/LiveApp/${token}${broken}`]);
}

/** Returns a path that decodes to a segment more or less than that of a hook, or to other segments. */
function misplacedPath(random: Random, token: string): string {
  return pickOne(random, [
    `/hooks//${token}`,
    '/hooks/LiveApp/',
    `/hooks/LiveApp/${token}//`,
    `/hooks/live/sub/${token}`,
    `/hooks/live%2Fsub/${token}`,
    `/hooks/%3Fa=b/${token}`,
    `//hooks/LiveApp/${token}`,
    `/Hooks/LiveApp/${token}`,
    `/%252568ooks/LiveApp/${token}`,
  ]);
}

function generateWrongToken(random: Random, token: string): string {
  const odd = encodeSegment(random, generateOddText(random).toWellFormed());
  return pickOne(random, [
    odd || 'none',
    `${token}x`,
    token.slice(1),
    token.toUpperCase(),
    'x'.repeat(4_000),
    ...prototypeNames,
  ]);
}

function otherPath(random: Random): string {
  const segments = repeat(random, randomInt(random, 4), (random) =>
    encodeSegment(random, generateOddText(random).slice(0, 100).toWellFormed()),
  );
  return `/${segments.join('/')}${randomBoolean(random, 20) ? '?limit=1' : ''}`;
}

/** Without CONNECT, which is for proxies: Node's server closes the connection. */
const otherMethods = METHODS.filter((method) => !['POST', 'GET', 'HEAD', 'CONNECT'].includes(method));

/** Percent-encodes a segment of a path, in whole or where needed. */
function encodeSegment(random: Random, text: string): string {
  if (randomBoolean(random, 90)) return encodePathSegment(text);
  const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');
  return Array.from(Buffer.from(encodeURIComponent(text)), (byte) => `%${hexOf(byte)}`).join('');
}
