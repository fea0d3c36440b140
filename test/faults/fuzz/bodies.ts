import type { Random } from '../../../cli/simulate/random.ts';
import { bodyOf, captures } from '../../capture.ts';
import { encodeAsSent, generateEvent, generateHeartbeat, generateServerEvent } from './fuzz-events.ts';
import { generateDeepJson, generateLarge, generateManyKeys, generateManyNames } from './huge-bodies.ts';
import { encodeUnusually, generateOddForm, generateOddJson } from './odd-bodies.ts';
import { generateOddText } from './odd-values.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';
import { generateBodyWithSecret } from './secret-marker-bodies.ts';

/** The bodies of a run: most are nearly what the media server sends, for those get furthest. */
export function generateBody(random: Random, n: number): Buffer {
  return weightedChoice<Buffer>(
    [18, mutateCaptured],
    [20, (chance) => encodeAsSent(chance, generateEvent(chance, n))],
    [24, (chance) => encodeAsSent(chance, generateHeartbeat(chance, n))],
    [2, (chance) => Buffer.from(JSON.stringify(generateServerEvent(chance)))],
    [7, generateBytes],
    [8, (chance) => generateOddForm(chance, n)],
    [8, (chance) => generateOddJson(chance, n)],
    [5, (chance) => encodeUnusually(chance, generateEvent(chance, n))],
    [8, (chance) => generateBodyWithSecret(chance, n)],
    [0.1, generateDeepJson],
    [0.05, generateManyKeys],
    [0.03, generateManyNames],
    [0.15, generateLarge],
  )(random);
}

const capturedBodies = captures().map(bodyOf);

/** A captured body with some of it replaced. */
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
  [4, (random) => Buffer.from(repeat(random, randomInt(random, 20), (chance) => randomInt(chance, 256)))],
  [2, (random) => Buffer.from(generateOddText(random))],
  [
    1,
    (random) =>
      Buffer.from(pickOne(random, ['{', '}', '"', '\\', '&', '=', '%', '\\u', '\\ud800', '%ED%A0%80', ',"a":'])),
  ],
  [1, () => Buffer.of()],
);

const generateBytes: RandomGenerator<Buffer> = (random) =>
  Buffer.from(repeat(random, randomInt(random, 300), (chance) => randomInt(chance, 256)));
