import { expect, test } from 'vitest';
import { readLostLine } from '../../../cli/replay/lost-line.ts';
import { lostMac, parseDeferred } from '../../../lambda/deferred/deferred-event.ts';
import { buildLostLine } from './lost-line.builder.ts';

const KEY = 'the key of this receiver';
const signed = buildLostLine('cam-1', KEY);
const { lost } = signed;
const json = JSON.stringify;

test.each([
  { what: 'the receiver wrote', line: json(signed), origin: 'signed' },
  { what: 'its console shows', line: json({ lost, mac: signed.mac }), origin: 'signed' },
  { what: 'has blanks around it, as of CRLF', line: ` ${json(signed)}\r`, origin: 'signed' },
  { what: 'a receiver of 0.2.0 wrote', line: json({ ...signed, mac: undefined }), origin: 'unsigned' },
  { what: 'its console showed', line: json({ lost }), origin: 'unsigned' },
  {
    what: 'names another app since it was signed',
    line: json(signed).replaceAll('LiveApp', 'Victim'),
    origin: 'foreign',
  },
  {
    what: 'has the MAC of another event',
    line: json({ ...signed, mac: buildLostLine('b', KEY).mac }),
    origin: 'foreign',
  },
  { what: 'another receiver wrote', line: json(buildLostLine('cam-1', 'another key')), origin: 'foreign' },
  { what: 'is signed with no key', line: json({ lost, mac: lostMac('', lost) }), origin: 'foreign' },
  { what: 'has an empty MAC', line: json({ lost, mac: '' }), origin: 'foreign' },
  { what: 'has null for a MAC', line: json({ lost, mac: null }), origin: 'foreign' },
  { what: 'has a time before it', line: `2026-11-02T12:00:00Z ${json(signed)}`, origin: 'unreadable' },
  { what: 'has something after it', line: `${json(signed)} .`, origin: 'unreadable' },
  { what: 'was cut', line: json(signed).slice(0, -9), origin: 'unreadable' },
  { what: 'holds the event further inside', line: json({ message: signed }), origin: 'unreadable' },
  { what: 'holds no event', line: '{"lost":"{}"}', origin: 'unreadable' },
  { what: 'holds no text', line: json({ lost: { message: {} }, mac: signed.mac }), origin: 'unreadable' },
  { what: 'is a list', line: '["lost"]', origin: 'unreadable' },
])('a line that $what is $origin', ({ line, origin }) => {
  const isEvent = origin === 'signed' || origin === 'unsigned';
  expect(readLostLine(line, KEY)).toEqual([{ origin, ...(isEvent && { deferred: parseDeferred(lost) }) }]);
});

test('a signed line is foreign where there is no key', () => {
  expect(readLostLine(json(signed), undefined)).toEqual([{ origin: 'foreign' }]);
});

test('a line without "lost" is skipped', () => {
  for (const line of ['', 'INIT_START', '{"status":200}', json({ id: '{"lost":"{}"}' })])
    expect(readLostLine(line, KEY)).toEqual([]);
});
