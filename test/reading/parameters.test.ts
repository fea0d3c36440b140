import { describe, expect, test } from 'vitest';
import { encodeCursor, QueryParameters } from '../../lambda/reading/parameters.ts';
import { quarantineCursor } from '../../lambda/reading/quarantine.ts';
import { refusalCursor } from '../../lambda/reading/refusal-list.ts';
import { serverCursor } from '../../lambda/reading/server-list.ts';
import { statuses } from '../../lambda/reading/stream-filter.ts';
import { streamCursor } from '../../lambda/reading/stream-list.ts';

const parametersAt = (position: string) => new QueryParameters(`cursor=${encodeCursor(position)}`, ['cursor']);
const cursors = {
  streamCursor: (parameters: QueryParameters) => parameters.listCursor(streamCursor({ statuses, q: 'x' })),
  quarantineCursor: (parameters: QueryParameters) => parameters.listCursor(quarantineCursor),
  refusalCursor: (parameters: QueryParameters) => parameters.listCursor(refusalCursor),
  serverCursor: (parameters: QueryParameters) => parameters.listCursor(serverCursor),
  rowCursor: (parameters: QueryParameters) => parameters.rowCursor,
};
const cursorAt = (position: string) => cursors.streamCursor(parametersAt(position));
const clock = '001762084800000';

describe('the cursor of a list of streams', () => {
  test.each([
    `live###${clock}#LiveApp#cam-1`,
    `live##My%20App#${clock}#LiveApp#cam-1`,
    `live#LiveApp#My%20App#${clock}#LiveApp2#cam-1`,
    `live#LiveApp##`,
    `ended###${clock}#My%20App#${encodeURIComponent('0/Kamera 1 çam?#%')}`,
    `unknown###${clock}#LiveApp#${'%E6%9D%B1'.repeat(66)}`,
    `live###${clock}#LiveApp#..`,
    `live###${clock}#LiveApp#=${'a-_9'.repeat(10)}xyz`,
  ])('may be %s', (position) => expect(cursorAt(position)).toBe(position));

  test.each([
    `gone###${clock}#LiveApp#cam-1`,
    `live###17#LiveApp#cam-1`,
    `live###${clock}#LiveApp`,
    `live###${clock}#LiveApp#a/b`,
    `live###${clock}#LiveApp#${'x'.repeat(601)}`,
    `live###${clock}#LiveApp#=short`,
    `live###${clock}#LiveApp#cam-1#more`,
    `live#${clock}#LiveApp#cam-1`,
    'live#B#A#',
    'live#A#A#',
  ])('is never %s', (position) => expect(() => cursorAt(position)).toThrow('expected the cursor of an earlier page'));
});

test.each([
  ['quarantineCursor', `quarantine###${clock}#0#a-_9`],
  ['refusalCursor', `refusals###${clock}#publish#noKey#cam-1 LiveApp`],
  ['refusalCursor', `refusals##B#${clock}#play#unreadable# My%20App`],
  ['refusalCursor', `refusals#A#B#${clock}#publish#otherStream#=${'a-_9'.repeat(10)}xyz LiveApp`],
  ['serverCursor', 'servers#A#B#B#203.0.113.7'],
] as const)('%s accepts only positions of its own list', (list, position) => {
  const { [list]: own, ...others } = cursors;
  expect(own(parametersAt(position))).toBe(position);
  for (const read of Object.values(others))
    expect(() => read(parametersAt(position))).toThrow('expected the cursor of an earlier page');
});

describe('the statuses of a list of streams', () => {
  const statusesOf = (status: string) => new QueryParameters(`status=${status}`, ['status']).statuses;

  test.each([
    { received: '', filters: statuses },
    { received: 'ended', filters: ['ended'] },
    { received: 'ended,live', filters: ['live', 'ended'] },
    { received: 'failing,stale,stale', filters: ['stale', 'failing'] },
  ])('of "$received" are $filters', ({ received, filters }) => expect(statusesOf(received)).toEqual(filters));

  test.each(['gone', 'live,', ',', 'live,gone', 'Live', 'live, ended'])('are never "%s"', (received) =>
    expect(() => statusesOf(received)).toThrow(
      `status: received "${received}", expected one of live, presumedEnded, ended, unknown, stale, failing, or several with commas`,
    ),
  );
});
