import { expect, test } from 'vitest';
import { readLostLine } from '../../../cli/replay/lost-line.ts';
import { parseDeferred } from '../../../lambda/deferred/deferred-event.ts';
import { lostMac } from '../../../lambda/deferred/lost-mac.ts';
import { aLostLine } from './lost-line.builder.ts';

const KEY = 'the key of this receiver';
const signed = aLostLine('cam-1', KEY);
const { lost } = signed;
const json = JSON.stringify;

test.each([
  { what: 'the receiver wrote', line: json(signed), belief: 'signed' },
  { what: 'its console shows', line: json({ lost, mac: signed.mac }), belief: 'signed' },
  { what: 'has blanks around it, as of CRLF', line: ` ${json(signed)}\r`, belief: 'signed' },
  { what: 'a receiver of 0.2.0 wrote', line: json({ ...signed, mac: undefined }), belief: 'unsigned' },
  { what: 'its console showed', line: json({ lost }), belief: 'unsigned' },
  { what: 'names another app since', line: json(signed).replaceAll('LiveApp', 'Victim'), belief: 'foreign' },
  { what: 'has the MAC of another event', line: json({ ...signed, mac: aLostLine('b', KEY).mac }), belief: 'foreign' },
  { what: 'another receiver wrote', line: json(aLostLine('cam-1', 'another key')), belief: 'foreign' },
  { what: 'is signed with no key', line: json({ lost, mac: lostMac('', lost) }), belief: 'foreign' },
  { what: 'has an empty MAC', line: json({ lost, mac: '' }), belief: 'foreign' },
  { what: 'has null for a MAC', line: json({ lost, mac: null }), belief: 'foreign' },
  { what: 'has a time before it', line: `2026-11-02T12:00:00Z ${json(signed)}`, belief: 'unreadable' },
  { what: 'has something behind it', line: `${json(signed)} .`, belief: 'unreadable' },
  { what: 'was cut', line: json(signed).slice(0, -9), belief: 'unreadable' },
  { what: 'holds the event further inside', line: json({ message: signed }), belief: 'unreadable' },
  { what: 'holds no event', line: '{"lost":"{}"}', belief: 'unreadable' },
  { what: 'holds no text', line: json({ lost: { message: {} }, mac: signed.mac }), belief: 'unreadable' },
  { what: 'is a list', line: '["lost"]', belief: 'unreadable' },
])('a line that $what is $belief', ({ line, belief }) => {
  const isEvent = belief === 'signed' || belief === 'unsigned';
  expect(readLostLine(line, KEY)).toEqual([{ belief, ...(isEvent && { deferred: parseDeferred(lost) }) }]);
});

test('a line of a receiver is foreign where no key is known', () => {
  expect(readLostLine(json(signed), undefined)).toEqual([{ belief: 'foreign' }]);
});

test('a line without "lost" is none of them', () => {
  for (const line of ['', 'INIT_START', '{"status":200}', json({ id: '{"lost":"{}"}' })])
    expect(readLostLine(line, KEY)).toEqual([]);
});
