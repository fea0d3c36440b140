import { expect, test } from 'vitest';
import { unknownStream } from '../../lambda/announcing/announced-stream.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';

const named = (name: string) => ({ ...unknownStream, name });

test('has the latest description of a stream', () => {
  const memory = new DescriptionMemory();
  expect(memory.get('LiveApp', 'cam')).toBeUndefined();
  memory.set('LiveApp', 'cam', named('Front door'));
  memory.set('LiveApp', 'cam', named('Back door'));
  memory.set('WebRTCApp', 'cam', named('Roof'));
  expect(memory.get('LiveApp', 'cam')).toEqual(named('Back door'));
});

test('forgets what it was given the longest ago, once all take too many bytes', () => {
  const memory = new DescriptionMemory(10_000);
  const kilobyte = 'x'.repeat(1_000);
  for (let stream = 0; stream < 100; stream++) {
    memory.set('LiveApp', 'always', named(kilobyte));
    memory.set('LiveApp', `cam-${stream}`, named(kilobyte));
  }
  const remembered = Array.from({ length: 100 }, (_, stream) => memory.get('LiveApp', `cam-${stream}`) !== undefined);
  expect(remembered.filter(Boolean)).toHaveLength(8);
  expect(remembered.slice(-8)).toEqual(Array(8).fill(true));
  expect(memory.get('LiveApp', 'always')).toBeDefined();
});
