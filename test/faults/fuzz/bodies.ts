import type { Random } from '../../../oracle/random.ts';
import { bodyOf, captures } from '../../capture.ts';
import { encodeAsSent, generateEvent, generateHeartbeat, generateServerEvent } from './fuzz-events.ts';
import { generateDeepJson, generateLarge, generateManyKeys, generateManyNames } from './huge-bodies.ts';
import { encodeUnusually, generateOddForm, generateOddJson } from './odd-bodies.ts';
import { generateOddText } from './odd-values.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';
import { generateBodyWithSecret } from './secret-marker-bodies.ts';

/** Makes a body. Most are similar to what the media server sends, since those get furthest. */
export function generateBody(random: Random, n: number): Buffer {
  return weightedChoice<Buffer>(
    [18, mutateCaptured],
    [20, (random) => encodeAsSent(random, generateEvent(random, n))],
    [24, (random) => encodeAsSent(random, generateHeartbeat(random, n))],
    [2, (random) => Buffer.from(JSON.stringify(generateServerEvent(random)))],
    [7, generateBytes],
    [8, (random) => generateOddForm(random, n)],
    [8, (random) => generateOddJson(random, n)],
    [5, (random) => encodeUnusually(random, generateEvent(random, n))],
    [8, (random) => generateBodyWithSecret(random, n)],
    [0.1, generateDeepJson],
    [0.05, generateManyKeys],
    [0.03, generateManyNames],
    [0.15, generateLarge],
  )(random);
}

const capturedBodies = captures().map(bodyOf);

/** Replaces parts of a captured body. */
const mutateCaptured: RandomGenerator<Buffer> = (random) => {
  let body = pickOne(random, capturedBodies);
  for (let times = randomInt(random, 4); times >= 0; times--) {
    const from = randomInt(random, body.length + 1);
    const removedBytes = randomBoolean(random, 80) ? randomInt(random, 12) : randomInt(random, body.length);
    body = Buffer.concat([body.subarray(0, from), generateInsertion(random), body.subarray(from + removedBytes)]);
  }
  return body;
};

const generateInsertion: RandomGenerator<Buffer> = weightedChoice(
  [4, (random) => Buffer.from(repeat(random, randomInt(random, 20), (random) => randomInt(random, 256)))],
  [2, (random) => Buffer.from(generateOddText(random))],
  [
    1,
    (random) =>
      Buffer.from(pickOne(random, ['{', '}', '"', '\\', '&', '=', '%', '\\u', '\\ud800', '%ED%A0%80', ',"a":'])),
  ],
  [1, () => Buffer.of()],
);

const generateBytes: RandomGenerator<Buffer> = (random) =>
  Buffer.from(repeat(random, randomInt(random, 300), (random) => randomInt(random, 256)));
