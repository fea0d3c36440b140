import { describe, expect, it, test } from 'vitest';
import { countFitting, ofStream, overStreams, prefersCsv, toCsv, withLinks } from '../../lambda/reading/csv.ts';

describe('CSV is preferred', () => {
  it.each([
    'text/csv',
    'TEXT/CSV;q=0.9, */*;q=0.1',
    'text/html, text/csv, */*',
    'text/csv;header=present',
    ' text/csv , application/json;q=0.5',
  ])('by %s', (accept) => expect(prefersCsv(accept)).toBe(true));

  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'text/*',
    'text/csv, application/json',
    'text/csv;q=0',
    'text/csv;q=0.5, */*',
    'text/csv;q=x',
  ])('not by %s', (accept) => expect(prefersCsv(accept)).toBe(false));
});

const list = { name: 'events', columns: ['a', 'b'] } as const;
const cellOf = (value: unknown): string =>
  toCsv(list, [{ a: value, b: 1 }])
    .split('\r\n')
    .slice(1)
    .join('\r\n')
    .replace(/,1\r\n$/, '');

test('a list without rows has the line of its columns', () => expect(toCsv(list, [])).toBe('a,b\r\n'));

test.each([
  { value: 'cam', cell: 'cam' },
  { value: '', cell: '' },
  { value: null, cell: '' },
  { value: undefined, cell: '' },
  { value: 0, cell: '0' },
  { value: -5, cell: '-5' },
  { value: true, cell: 'true' },
  { value: 'a,b', cell: '"a,b"' },
  { value: 'say "hi"', cell: '"say ""hi"""' },
  { value: 'a\nb', cell: '"a\nb"' },
  { value: 'a\r', cell: '"a\r"' },
  { value: '=1+1', cell: "'=1+1" },
  { value: '+1', cell: "'+1" },
  { value: '-1', cell: "'-1" },
  { value: '@x', cell: "'@x" },
  { value: '\tx', cell: "'\tx" },
  { value: '\rx', cell: '"\'\rx"' },
  { value: '="a"', cell: '"\'=""a"""' },
  { value: ' =1', cell: ' =1' },
  { value: { id: 'x', n: -1 }, cell: '"{""id"":""x"",""n"":-1}"' },
])('$value is $cell', ({ value, cell }) => expect(cellOf(value)).toBe(cell));

test('cells stand in the order of the columns, whatever the row has besides', () =>
  expect(toCsv(list, [{ c: 3, b: 2, a: 1 }, { b: 4 }])).toBe('a,b\r\n1,2\r\n,4\r\n'));

test('the columns of each list', () => {
  expect(ofStream('events').columns.join()).toBe('action,at,receivedAt,outcome,fields');
  expect(overStreams('events').columns.join()).toBe('app,id,streamName,action,at,receivedAt,outcome,fields');
  expect(overStreams('sessions').columns.join()).toBe('app,id,streamName,startedAt,endedAt,durationMs,endReason');
  expect(withLinks(overStreams('sessions'))).toEqual(overStreams('sessions'));
  expect(overStreams('recordings').columns.join()).toBe('app,id,streamName,vodId,name,durationMs,at');
  expect(withLinks(overStreams('recordings')).columns.join()).toBe('app,id,streamName,vodId,name,durationMs,at,url');
});

test('rows fit while the answer of the function, in which quotes are escaped, has at most 5 MB', () => {
  const row = { a: '"'.repeat(100_000), b: 0 }; // 100 000 quotes are 200 000, and 400 000 bytes when they are escaped
  const rows = Array.from({ length: 20 }, () => row);
  expect(countFitting(list, rows)).toBe(12);
  expect(Buffer.byteLength(JSON.stringify(toCsv(list, rows.slice(0, 12))))).toBeLessThan(5_000_000);
  expect(countFitting(list, rows.slice(0, 12))).toBe(12);
});
