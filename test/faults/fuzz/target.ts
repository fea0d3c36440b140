import { METHODS } from 'node:http';
import type { Random } from '../../../cli/simulate/random.ts';
import { pathSegment } from '../../../local/gateway-path.ts';
import { isLikely, oneOf, pick, several, whole } from './chance.ts';
import { oddText, prototypeNames } from './texts.ts';

/** Where it goes: `status` is what comes of it when the body is of no matter. */
export interface Target {
  readonly method: string;
  readonly path: string;
  readonly status: 200 | 400 | 403 | 404 | 405;
  /** Whether it is refused before its body is measured. */
  readonly isBlind?: true;
}

/** Most are refused without a look at the tables: so many requests could not be had of an engine otherwise. */
export function targetOf(random: Random, token: string): Target {
  return oneOf<Target>(
    [34, (chance) => post(`/hooks/${segment(chance, pick(chance, apps))}/${segment(chance, token)}`, 200)],
    [2, (chance) => post(alike(chance, token), 200)],
    [6, (chance) => post(`/hooks/${segment(chance, pick(chance, apps))}/${wrongToken(chance, token)}`, 403)],
    [14, (chance) => ({ ...post(`/hooks/${pick(chance, unfitApps)}/${token}`, 403), isBlind: true })],
    [7, (chance) => post(undecodable(chance, token), 400)],
    [7, (chance) => post(misplaced(chance, token), 404)],
    [15, (chance) => post(elsewhere(chance), 404)],
    [13, (chance) => ({ method: pick(chance, otherMethods), path: `/hooks/LiveApp/${token}`, status: 404 })],
    [2, (chance) => ({ method: pick(chance, ['GET', 'HEAD']), path: `/hooks/LiveApp/${token}`, status: 405 })],
  )(random);
}

function post(path: string, status: Target['status']): Target {
  return { method: 'POST', path, status };
}

/** Apps that can be part of a key, each of which is read again. */
const apps = [
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
const unfitApps = ['x'.repeat(401), encodeURIComponent('東'.repeat(45)), '%00'.repeat(134), 'x'.repeat(7_000)];

/** Other ways to write the path of a hook. */
function alike(random: Random, token: string): string {
  return pick(random, [`/hooks/LiveApp/${token}/`, `/%68ooks/LiveApp/${token}`, `/hooks%2FLiveApp%2F${token}`]);
}

/** What no decoder can read. */
function undecodable(random: Random, token: string): string {
  const broken = pick(random, ['%', '%zz', '%E9', '%ED%A0%80', '%C0%80', 'a%', '%25', '%25zz']);
  return pick(random, [`/hooks/${broken}/${token}`, `/hooks/LiveApp/${token}${broken}`]);
}

/** One segment more or less than the path of a hook has, once it is decoded. */
function misplaced(random: Random, token: string): string {
  return pick(random, [
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

function wrongToken(random: Random, token: string): string {
  const odd = segment(random, oddText(random).toWellFormed());
  return pick(random, [
    odd || 'none',
    `${token}x`,
    token.slice(1),
    token.toUpperCase(),
    'x'.repeat(4_000),
    ...prototypeNames,
  ]);
}

function elsewhere(random: Random): string {
  const segments = several(random, whole(random, 4), (chance) =>
    segment(chance, oddText(chance).slice(0, 100).toWellFormed()),
  );
  return `/${segments.join('/')}${isLikely(random, 20) ? '?limit=1' : ''}`;
}

/** CONNECT is for proxies: Node's server ends the connection. */
const otherMethods = METHODS.filter((method) => !['POST', 'GET', 'HEAD', 'CONNECT'].includes(method));

/** A segment of a path, percent-encoded: as far as it has to be, or all of it. */
function segment(random: Random, text: string): string {
  if (isLikely(random, 90)) return pathSegment(text);
  const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');
  return Array.from(Buffer.from(encodeURIComponent(text)), (byte) => `%${hexOf(byte)}`).join('');
}
