import type { Random } from '../../../cli/simulate/random.ts';
import { bodyOf, captures } from '../../capture.ts';
import { isLikely, type Maker, oneOf, pick, several, whole } from './chance.ts';
import { asSent, event, heartbeat, serverEvent } from './fuzz-answers.ts';
import { deep, large, manyKeys, manyNames } from './huge.ts';
import { secretive } from './leaking-bodies.ts';
import { oddForm, oddJson, wildlyEncoded } from './odd-bodies.ts';
import { oddText } from './texts.ts';

/** The bodies of a run: most are nearly what the media server sends, for those get furthest. */
export function aBody(random: Random, n: number): Buffer {
  return oneOf<Buffer>(
    [18, mutated],
    [20, (chance) => asSent(chance, event(chance, n))],
    [24, (chance) => asSent(chance, heartbeat(chance, n))],
    [2, (chance) => Buffer.from(JSON.stringify(serverEvent(chance)))],
    [7, randomBytes],
    [8, (chance) => oddForm(chance, n)],
    [8, (chance) => oddJson(chance, n)],
    [5, (chance) => wildlyEncoded(chance, event(chance, n))],
    [8, (chance) => secretive(chance, n)],
    [0.1, deep],
    [0.05, manyKeys],
    [0.03, manyNames],
    [0.15, large],
  )(random);
}

const captured = captures().map(bodyOf);

/** A captured body with some of it replaced. */
const mutated: Maker<Buffer> = (random) => {
  let body = pick(random, captured);
  for (let times = whole(random, 4); times >= 0; times--) {
    const from = whole(random, body.length + 1);
    const gone = isLikely(random, 80) ? whole(random, 12) : whole(random, body.length);
    body = Buffer.concat([body.subarray(0, from), insertion(random), body.subarray(from + gone)]);
  }
  return body;
};

const insertion: Maker<Buffer> = oneOf(
  [4, (random) => Buffer.from(several(random, whole(random, 20), (chance) => whole(chance, 256)))],
  [2, (random) => Buffer.from(oddText(random))],
  [
    1,
    (random) => Buffer.from(pick(random, ['{', '}', '"', '\\', '&', '=', '%', '\\u', '\\ud800', '%ED%A0%80', ',"a":'])),
  ],
  [1, () => Buffer.of()],
);

const randomBytes: Maker<Buffer> = (random) =>
  Buffer.from(several(random, whole(random, 300), (chance) => whole(chance, 256)));
