import type { Random } from '../../../cli/simulate/random.ts';
import { isLikely, type Maker, oneOf, pick, several, whole } from './chance.ts';

/** Names that every object of JavaScript answers to. */
export const prototypeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

/** Texts that have broken something somewhere. */
const oddTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb',
  '\ufeff',
  '\ufffd',
  '\u2028\u2029',
  '\u202ereversed',
  'e\u0301',
  '🎥 東京 Zürich',
  '"',
  "'; DROP TABLE streams; --",
  '<script>alert(1)</script>',
  '\\',
  '\\u0000',
  '\x1b[31mred',
  '%',
  '%00',
  'jndi:ldap://localhost/a',
  'null',
  'undefined',
  '[object Object]',
  '***',
  '../../etc/passwd',
  ...prototypeNames,
];

const alphabets = [
  'abcdefghijklmnopqrstuvwxyz0123456789-_.',
  ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  'äöüßéèñÅØçþ¿¡£',
  'кириллица東京日本語한국어العربيةעברית',
  '\0\x01\x07\x08\t\n\v\f\r\x1b\x7f\x80\x9f',
].map((letters) => Array.from(letters));

/** Text of one alphabet, or of all; at times with halves of characters in it. */
export const randomText: Maker<string> = (random) => {
  const letters = isLikely(random, 80) ? pick(random, alphabets) : alphabets.flat();
  const text = several(random, whole(random, 30), () => pick(random, letters)).join('');
  return isLikely(random, 5) ? text + String.fromCharCode(0xd800 + whole(random, 0x800)) : text;
};

export const oddText: Maker<string> = oneOf(
  [3, (random) => pick(random, oddTexts)],
  [4, randomText],
  [0.1, (random) => randomText(random).repeat(whole(random, 100))],
);

/** Numbers as JSON may write them, though few can be kept as they are. */
export const oddNumber: Maker<string> = oneOf(
  [5, (random) => String(whole(random, 2 ** 32))],
  [1, (random) => '9'.repeat(1 + whole(random, 400))],
  [3, (random) => pick(random, ['1e999', '-1e999', '-0', '1e-400', '9007199254740993', '0.1e1', '253402300800000'])],
);

/** An action: mostly one of the media server's. */
export const anAction: Maker<string> = oneOf(
  [9, (random) => pick(random, actions)],
  [1, (random) => pick(random, prototypeNames)],
  [0.5, oddText],
);

export const actions = [
  'liveStreamStarted',
  'liveStreamEnded',
  'vodReady',
  'endpointFailed',
  'publishTimeoutError',
  'encoderNotOpenedError',
  'playStarted',
  'playStopped',
  'idleTimeIsExpired',
  'firstActiveTrackAddedInMainTrack',
  'noActiveSubtracksLeftInMainTrack',
  'subtrackAddedInTheMainTrack',
  'subtrackLeftTheMainTrack',
];

/** How many streams of each app most events are about: each of them is read again, page by page. */
const STREAMS = 25;

export function aUsualId(random: Random): string {
  return `cam-${whole(random, STREAMS)}`;
}

/** A stream's id: mostly of few, so that events of one stream meet. */
export const anId: Maker<string> = oneOf(
  [90, aUsualId],
  [3, (random) => pick(random, prototypeNames)],
  [5, oddText],
  [0.3, (random) => `${whole(random, 1e9)}`],
  [0.2, (random) => 'x'.repeat(390 + whole(random, 20))],
);

/** Some time in the past (ms since the epoch), the same in each run: all that is sent is the same then. */
const BASE = 1_700_000_000_000;

/** The clock of a request: later ones are mostly later, as clocks are. */
export function clockAt(random: Random, n: number): number {
  const jitter = isLikely(random, 5) ? whole(random, 3_600_000) : whole(random, 50);
  return BASE + n * 100 + jitter;
}
