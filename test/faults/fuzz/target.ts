import { METHODS } from 'node:http';
import type { Random } from '../../../local/simulate/random.ts';
import { isLikely, oneOf, pick, several, whole } from './chance.ts';
import { oddText, prototypeNames } from './texts.ts';

/** Where it goes: `status` is what comes of it when the body is of no matter. */
export interface Target {
  readonly method: string;
  readonly path: string;
  readonly status: 200 | 403 | 404;
  /** Whether it is refused before its body is measured. */
  readonly isBlind?: true;
}

/** Most are refused without a look at the tables: so many requests could not be had of an engine otherwise. */
export function targetOf(random: Random, token: string): Target {
  return oneOf<Target>(
    [36, (chance) => post(`/hooks/${segment(chance, pick(chance, apps))}/${segment(chance, token)}`, 200)],
    [6, (chance) => post(`/hooks/${segment(chance, pick(chance, apps))}/${wrongToken(chance, token)}`, 403)],
    [14, (chance) => ({ ...post(`/hooks/${pick(chance, unfitApps)}/${token}`, 403), isBlind: true })],
    [14, (chance) => post(undecodable(chance, token), 404)],
    [15, (chance) => post(elsewhere(chance), 404)],
    [15, (chance) => ({ method: pick(chance, otherMethods), path: `/hooks/LiveApp/${token}`, status: 404 })],
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

/** What no decoder can read, or is one segment more or less than the path of a hook has. */
function undecodable(random: Random, token: string): string {
  const broken = pick(random, ['%', '%zz', '%E9', '%ED%A0%80', '%C0%80', 'a%']);
  return pick(random, [
    `/hooks/${broken}/${token}`,
    `/hooks/LiveApp/${token}${broken}`,
    `/hooks//${token}`,
    '/hooks/LiveApp/',
    `/hooks/LiveApp/${token}/`,
    `/hooks/live/sub/${token}`,
    `//hooks/LiveApp/${token}`,
    `/Hooks/LiveApp/${token}`,
    `/%68ooks/LiveApp/${token}`,
  ]);
}

function wrongToken(random: Random, token: string): string {
  const odd = encodeURIComponent(oddText(random).toWellFormed());
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
  const segments = several(random, whole(random, 4), (chance) => encodeURIComponent(oddText(chance).toWellFormed()));
  return `/${segments.join('/').slice(0, 4_000)}${isLikely(random, 20) ? '?limit=1' : ''}`;
}

/** CONNECT is for proxies: Node's server ends the connection. */
const otherMethods = METHODS.filter((method) => method !== 'POST' && method !== 'CONNECT');

/** A segment of a path, percent-encoded: as far as it has to be, or all of it. */
function segment(random: Random, text: string): string {
  if (isLikely(random, 90)) return encodeURIComponent(text);
  const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');
  return Array.from(Buffer.from(text), (byte) => `%${hexOf(byte)}`).join('');
}
