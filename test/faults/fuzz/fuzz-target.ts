import { METHODS } from 'node:http';
import type { Random } from '../../../cli/simulate/random.ts';
import { encodePathSegment } from '../../../local/http/gateway-path.ts';
import { generateOddText, prototypeNames } from './odd-values.ts';
import { pickOne, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

/** Where it goes: `status` is what comes of it when the body is of no matter. */
export interface FuzzTarget {
  readonly method: string;
  readonly path: string;
  readonly status: 200 | 400 | 403 | 404 | 405;
  /** Whether it is refused before its body is measured. */
  readonly ignoresBody?: true;
}

/** Most are refused without a look at the tables: so many requests could not be had of an engine otherwise. */
export function generateTarget(random: Random, token: string): FuzzTarget {
  return weightedChoice<FuzzTarget>(
    [
      34,
      (chance) =>
        post(`/hooks/${encodeSegment(chance, pickOne(chance, storableApps))}/${encodeSegment(chance, token)}`, 200),
    ],
    [2, (chance) => post(equivalentPath(chance, token), 200)],
    [
      6,
      (chance) =>
        post(
          `/hooks/${encodeSegment(chance, pickOne(chance, storableApps))}/${generateWrongToken(chance, token)}`,
          403,
        ),
    ],
    [14, (chance) => ({ ...post(`/hooks/${pickOne(chance, tooLongApps)}/${token}`, 403), ignoresBody: true })],
    [7, (chance) => post(undecodablePath(chance, token), 400)],
    [7, (chance) => post(misplacedPath(chance, token), 404)],
    [15, (chance) => post(otherPath(chance), 404)],
    [13, (chance) => ({ method: pickOne(chance, otherMethods), path: `/hooks/LiveApp/${token}`, status: 404 })],
    [2, (chance) => ({ method: pickOne(chance, ['GET', 'HEAD']), path: `/hooks/LiveApp/${token}`, status: 405 })],
  )(random);
}

function post(path: string, status: FuzzTarget['status']): FuzzTarget {
  return { method: 'POST', path, status };
}

/** Apps that can be part of a key, each of which is read again. */
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

/** Encoded, they are longer than a key takes. */
const tooLongApps = ['x'.repeat(401), encodeURIComponent('東'.repeat(45)), '%00'.repeat(134), 'x'.repeat(7_000)];

/** Other ways to write the path of a hook. */
function equivalentPath(random: Random, token: string): string {
  return pickOne(random, [`/hooks/LiveApp/${token}/`, `/%68ooks/LiveApp/${token}`, `/hooks%2FLiveApp%2F${token}`]);
}

/** What no decoder can read. */
function undecodablePath(random: Random, token: string): string {
  const broken = pickOne(random, ['%', '%zz', '%E9', '%ED%A0%80', '%C0%80', 'a%', '%25', '%25zz']);
  return pickOne(random, [`/hooks/${broken}/${token}`, `/hooks/LiveApp/${token}${broken}`]);
}

/** One segment more or less than the path of a hook has, once it is decoded. */
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
  const segments = repeat(random, randomInt(random, 4), (chance) =>
    encodeSegment(chance, generateOddText(chance).slice(0, 100).toWellFormed()),
  );
  return `/${segments.join('/')}${randomBoolean(random, 20) ? '?limit=1' : ''}`;
}

/** CONNECT is for proxies: Node's server ends the connection. */
const otherMethods = METHODS.filter((method) => !['POST', 'GET', 'HEAD', 'CONNECT'].includes(method));

/** A segment of a path, percent-encoded: as far as it has to be, or all of it. */
function encodeSegment(random: Random, text: string): string {
  if (randomBoolean(random, 90)) return encodePathSegment(text);
  const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');
  return Array.from(Buffer.from(encodeURIComponent(text)), (byte) => `%${hexOf(byte)}`).join('');
}
