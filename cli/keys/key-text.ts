import { EVERY_STREAM, type KeyPurpose, type StreamKey } from '../../lambda/tokens/stream-key.ts';

/** The streams of a key, in words. */
export function streamsText({ stream }: Pick<StreamKey, 'stream'>): string {
  return stream === EVERY_STREAM ? 'any stream' : stream;
}

/** The purposes of keys, in words. */
export const purposeText: Readonly<Record<KeyPurpose, string>> = {
  publish: 'publish',
  play: 'play',
  both: 'publish and play',
};
