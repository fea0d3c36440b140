import type { Random } from '../../../oracle/random.ts';
import { actions, generateAction, generateClock, generateId, generateOddText, generateUsualId } from './odd-values.ts';
import { pickOne, randomBoolean, randomInt } from './random-generator.ts';

export type HookFields = Record<string, string | number>;

/** Makes an event of a stream that the media server could send, except for the values of its fields. */
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

/** Makes a heartbeat: it has no row in the history. */
export function generateHeartbeat(random: Random, n: number): HookFields {
  return { action: 'liveStreamStatus', id: generateUsualId(random), timestamp: generateClock(random, n), width: 1280 };
}

/** Makes an event of a media server. Each is stored, since none has a clock; with this many hosts few have more than the 50 that are listed. */
export function generateServerEvent(random: Random): HookFields {
  const host = `host-${randomInt(random, 20)}`;
  return { action: 'highResourceUsage', host, ...(randomBoolean(random, 50) && { appNames: 'live,LiveApp' }) };
}

/** Encodes fields as a form or as JSON, as the media server does. */
export function encodeAsSent(random: Random, fields: HookFields): Buffer {
  if (randomBoolean(random, 50)) return Buffer.from(JSON.stringify(fields));
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value).toWellFormed()]);
  return Buffer.from(new URLSearchParams(pairs).toString());
}
