import type { Random } from '../../../cli/simulate/random.ts';
import { actions, generateAction, generateClock, generateId, generateOddText, generateUsualId } from './odd-values.ts';
import { pickOne, randomBoolean, randomInt } from './random-generator.ts';

/** What a hook says, by field. */
export type HookFields = Record<string, string | number>;

/** An event of a stream: one that the media server could send, but for what its fields hold. */
export function generateEvent(random: Random, n: number): HookFields {
  const id = generateId(random);
  return {
    action: randomBoolean(random, 85) ? pickOne(random, actions) : generateAction(random),
    id,
    ...(randomBoolean(random, 90) && { timestamp: String(generateClock(random, n)) }),
    ...(randomBoolean(random, 50) && { streamName: generateOddText(random), category: generateOddText(random) }),
    ...(randomBoolean(random, 50) && { mainTrackId: generateId(random), roomId: id }),
    ...(randomBoolean(random, 20) && { metadata: pickOne(random, metadataTexts) }),
    ...(randomBoolean(random, 20) && { vodId: `vod-${randomInt(random, 1000)}`, vodName: generateOddText(random) }),
  };
}

const metadataTexts = ['{"owner":"a/b"}', '{"__proto__":{"polluted":1}}', '[1,2]', '17', '{broken', 'text', '"quoted"'];

/** One whose row is its stream's state alone. */
export function generateHeartbeat(random: Random, n: number): HookFields {
  return { action: 'liveStreamStatus', id: generateUsualId(random), timestamp: generateClock(random, n), width: 1280 };
}

/** None has a clock, so that each is kept: of so many hosts that the newest 50 of each are nearly all. */
export function generateServerEvent(random: Random): HookFields {
  const host = `host-${randomInt(random, 20)}`;
  return { action: 'highResourceUsage', host, ...(randomBoolean(random, 50) && { appNames: 'live,LiveApp' }) };
}

/** In one of the two encodings of the media server. */
export function encodeAsSent(random: Random, fields: HookFields): Buffer {
  if (randomBoolean(random, 50)) return Buffer.from(JSON.stringify(fields));
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value).toWellFormed()]);
  return Buffer.from(new URLSearchParams(pairs).toString());
}
