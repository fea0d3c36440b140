import { describe, expect, test } from 'vitest';
import { notifiableTypes } from '../../lambda/notifying/recipients/detail-types.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { formatRecipient, parseRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';

const newest = { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', until: null };
const older = { secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAAAAAAAAAA=', until: 1_764_000_000_000 };

const chat: Recipient = {
  name: 'team',
  style: 'slack',
  to: 'https://hooks.slack.com/services/T0/B0/S3cret',
  on: ['Stream Ended', 'Recording Ready'],
  app: 'LiveApp',
  graceMs: 30_000,
  allowPrivate: false,
  secrets: [],
};
const envelope: Recipient = { ...chat, style: 'envelope', app: null, graceMs: 0, on: notifiableTypes, secrets: [newest, older] }; // biome-ignore format: a row
const mail: Recipient = { ...chat, style: 'mail', to: 'arn:aws:sns:eu-central-1:123456789012:Hooks-notify-team' };
const onThisNetwork: Recipient = { ...chat, to: 'http://127.0.0.1:8080/', allowPrivate: true };

test.each([{ recipient: chat }, { recipient: envelope }, { recipient: mail }, { recipient: onThisNetwork }])(
  'parses what it formats: $recipient.style $recipient.to',
  ({ recipient }) => {
    expect(parseRecipient(formatRecipient(recipient))).toEqual(recipient);
  },
);

test('leaves out what is no property of a recipient', () => {
  expect(parseRecipient(JSON.stringify({ ...chat, password: 'S3cret' }))).toEqual(chat);
});

describe('refuses, and quotes nothing of', () => {
  test.each<{ what: string; text: string }>([
    { what: 'no JSON', text: 'S3cret' },
    { what: 'null', text: 'null' },
    { what: 'a list', text: '["S3cret"]' },
    ...[
      { name: 'te am' },
      { name: '' },
      { name: 'a'.repeat(65) },
      { style: 'irc' },
      { style: 'constructor' },
      { to: 'S3cret' },
      { to: 'http://example.com/S3cret' },
      { to: 'ftp://example.com/S3cret' },
      { to: 'https://user:S3cret@example.com/' },
      { to: `https://example.com/${'S3cret'.repeat(400)}` },
      { to: 'arn:aws:sns:eu-central-1:123456789012:Hooks-notify-team' },
      { style: 'mail' },
      { on: [] },
      { on: ['constructor'] },
      { on: 'Stream Ended' },
      { app: '' },
      { app: 7 },
      { graceMs: -1 },
      { graceMs: 0.5 },
      { graceMs: '30' },
      { graceMs: 86_400_001 },
      { allowPrivate: 'no' },
      { secrets: [newest] },
      { secrets: null },
      { style: 'envelope' },
      { style: 'envelope', secrets: [older] },
      { style: 'envelope', secrets: [newest, newest] },
      { style: 'envelope', secrets: [{ ...newest, secret: 'S3cret' }] },
      { style: 'envelope', secrets: [newest, { ...older, until: 'never' }] },
    ].map((change) => ({ what: JSON.stringify(change).slice(0, 80), text: JSON.stringify({ ...chat, ...change }) })),
  ])('$what', ({ text }) => {
    expect(() => parseRecipient(text)).toThrow(
      /^Recipient: received something else than what npm run notify keeps\. Set it again: npm run notify -- set\.$/,
    );
  });
});
