import type { Random } from '../../../cli/simulate/random.ts';
import { isLikely, pick, whole } from './chance.ts';
import { actions, anAction, anId, aUsualId, clockAt, oddText } from './texts.ts';

/** What a hook says, by field. */
export type Said = Record<string, string | number>;

/** An event of a stream: one that the media server could send, but for what its fields hold. */
export function event(random: Random, n: number): Said {
  const id = anId(random);
  return {
    action: isLikely(random, 85) ? pick(random, actions) : anAction(random),
    id,
    ...(isLikely(random, 90) && { timestamp: String(clockAt(random, n)) }),
    ...(isLikely(random, 50) && { streamName: oddText(random), category: oddText(random) }),
    ...(isLikely(random, 50) && { mainTrackId: anId(random), roomId: id }),
    ...(isLikely(random, 20) && { metadata: pick(random, metadata) }),
    ...(isLikely(random, 20) && { vodId: `vod-${whole(random, 1000)}`, vodName: oddText(random) }),
  };
}

const metadata = ['{"owner":"a/b"}', '{"__proto__":{"polluted":1}}', '[1,2]', '17', '{broken', 'text', '"quoted"'];

/** One whose row is its stream's state alone. */
export function heartbeat(random: Random, n: number): Said {
  return { action: 'liveStreamStatus', id: aUsualId(random), timestamp: clockAt(random, n), width: 1280 };
}

/** None has a clock, so that each is kept: of so many hosts that the newest 50 of each are nearly all. */
export function serverEvent(random: Random): Said {
  const host = `host-${whole(random, 20)}`;
  return { action: 'highResourceUsage', host, ...(isLikely(random, 50) && { appNames: 'live,LiveApp' }) };
}

/** In one of the two encodings of the media server. */
export function asSent(random: Random, said: Said): Buffer {
  if (isLikely(random, 50)) return Buffer.from(JSON.stringify(said));
  const pairs = Object.entries(said).map(([name, value]): [string, string] => [name, String(value).toWellFormed()]);
  return Buffer.from(new URLSearchParams(pairs).toString());
}
