import { expect, test } from 'vitest';
import { groupByNode, sortServers } from '../../board/nodes.ts';
import type { Server } from '../../board/responses.ts';
import { buildStream } from '../words/stream.builder.ts';

const on = (address: string, id: string) => buildStream({ id, node: { address, at: '2026-11-02T12:00:00.000Z' } });

test('streams are grouped by their node, the one with the most first, and those without one are in no group', () => {
  const streams = [on('b', '1'), on('c', '2'), buildStream({ id: '3' }), on('a', '4'), on('c', '5')];
  expect(groupByNode(streams).map(({ address, streams: ids }) => [address, ids.map(({ id }) => id).join()])).toEqual([
    ['c', '2,5'],
    ['a', '4'],
    ['b', '1'],
  ]);
  expect(groupByNode([])).toEqual([]);
});

test('servers are sorted by their newest event, and one without any is last', () => {
  const server = (host: string, ...minutes: number[]): Server => ({
    ...{ app: 'LiveApp', host, lastEvent: null },
    events: minutes.map((minute) => {
      const at = `2026-11-02T12:0${minute}:00.000Z`;
      return { kind: 'highResourceUsage', at, receivedAt: at, fields: {} };
    }),
  });
  const servers = [server('old', 1), server('none'), server('new', 5, 0), server('middle', 3, 2)];
  expect(sortServers(servers).map(({ host }) => host)).toEqual(['new', 'middle', 'old', 'none']);
});
