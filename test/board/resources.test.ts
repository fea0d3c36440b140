import { describe, expect, test } from 'vitest';
import { readResources } from '../../board/resources.ts';
import { bodyOf, capture } from '../capture.ts';

const texts = (info: unknown) => readResources(JSON.stringify(info)).map(({ text }) => text);

describe('readResources', () => {
  test('says what a genuine alarm has of processor, memory, disk, streams and viewers', () => {
    const body = bodyOf(capture('real/2.17.1-server-highResourceUsage.http')).toString();
    expect(readResources(JSON.parse(body).resourceInfo).map(({ text }) => text)).toEqual([
      'CPU 0%',
      'memory 4% of 25.3 GB',
      'Java heap 0% of 6.3 GB',
      'disk 5% of 270.6 GB',
      '0 live streams',
      '0 viewers',
    ]);
  });

  test('counts as used what no program can have, not what the system caches', () => {
    const memory = { totalMemory: 8e9, inUseMemory: 7.9e9, availableMemory: 6e9 };
    expect(texts({ systemMemoryInfo: memory })).toEqual(['memory 25% of 8.0 GB']);
    expect(texts({ systemMemoryInfo: { ...memory, availableMemory: undefined } })).toEqual(['memory 99% of 8.0 GB']);
  });

  test('marks what little is left of', () => {
    const high = readResources('{"cpuUsage":{"systemCPULoad":75},"jvmMemoryUsage":{"inUseMemory":74,"maxMemory":100}}');
    expect(high.map(({ isHigh }) => isHigh)).toEqual([true, false]);
  });

  test('adds up the viewers of all protocols that are known', () =>
    expect(texts({ localWebRTCViewers: 260, localHLSViewers: 1, localLiveStreams: 1 })).toEqual([
      '1 live stream',
      '261 viewers',
    ]));

  test.each([
    [undefined],
    [null],
    [''],
    ['{"cpuUsage":{"systemCPULoad":91'],
    ['[]'],
    ['null'],
    ['7'],
    ['{"cpuUsage":"91","systemMemoryInfo":{"totalMemory":0,"inUseMemory":1},"localLiveStreams":"<b>"}'],
    ['{"cpuUsage":{"systemCPULoad":1e999},"jvmMemoryUsage":null}'],
    [{ cpuUsage: { systemCPULoad: 91 } }],
  ])('says nothing of what it cannot read: %j', (info) => expect(readResources(info)).toEqual([]));
});
