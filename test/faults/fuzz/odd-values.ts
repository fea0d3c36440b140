import type { Random } from '../../../oracle/random.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

/** Names that every JavaScript object inherits. */
export const prototypeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

/** Texts that break some programs. */
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

/** Makes text of one alphabet or of all, at times with a lone surrogate. */
export const generateText: RandomGenerator<string> = (random) => {
  const letters = randomBoolean(random, 80) ? pickOne(random, alphabets) : alphabets.flat();
  const text = repeat(random, randomInt(random, 30), () => pickOne(random, letters)).join('');
  return randomBoolean(random, 5) ? text + String.fromCharCode(0xd800 + randomInt(random, 0x800)) : text;
};

export const generateOddText: RandomGenerator<string> = weightedChoice(
  [3, (random) => pickOne(random, oddTexts)],
  [4, generateText],
  [0.1, (random) => generateText(random).repeat(randomInt(random, 100))],
);

/** Makes a number as JSON text; many of them do not fit a double. */
export const generateOddNumber: RandomGenerator<string> = weightedChoice(
  [5, (random) => String(randomInt(random, 2 ** 32))],
  [1, (random) => '9'.repeat(1 + randomInt(random, 400))],
  [3, (random) => pickOne(random, ['1e999', '-1e999', '-0', '1e-400', '9007199254740993', '0.1e1', '253402300800000'])],
);

/** Makes an action, mostly one of the media server's. */
export const generateAction: RandomGenerator<string> = weightedChoice(
  [9, (random) => pickOne(random, actions)],
  [1, (random) => pickOne(random, prototypeNames)],
  [0.5, generateOddText],
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

/** Most events are about this many streams in each app, since each one is read back page by page. */
const STREAMS_PER_APP = 25;

export function generateUsualId(random: Random): string {
  return `cam-${randomInt(random, STREAMS_PER_APP)}`;
}

/** Makes a stream's id, mostly one of a few, so that events of one stream meet. */
export const generateId: RandomGenerator<string> = weightedChoice(
  [90, generateUsualId],
  [3, (random) => pickOne(random, prototypeNames)],
  [5, generateOddText],
  [0.3, (random) => `${randomInt(random, 1e9)}`],
  [0.2, (random) => 'x'.repeat(390 + randomInt(random, 20))],
);

/** A fixed time in the past (ms since the epoch), so that a seed makes the same requests in each run. */
const BASE_CLOCK_MS = 1_700_000_000_000;

/** Makes the clock of a request; mostly, clocks rise with the numbers of requests. */
export function generateClock(random: Random, n: number): number {
  const jitter = randomBoolean(random, 5) ? randomInt(random, 3_600_000) : randomInt(random, 50);
  return BASE_CLOCK_MS + n * 100 + jitter;
}
