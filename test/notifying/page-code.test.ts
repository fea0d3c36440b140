import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { WORD_JOINER } from '../../lambda/notifying/messages/foreign-text.ts';
import { toSentence } from '../../lambda/notifying/messages/sentences.ts';
import { exampleAnnouncements, exampleClock } from '../announcing/example-announcements.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { blocksOf, transformer, writeModules } from './page-code.ts';
import { PagerDuty } from './pager-duty.ts';

type IsSigned = (headers: object, body: string, secret: string) => boolean;

const folder = useTempFolder('page-code');
let examples: Announcement[];
let isSigned: IsSigned;

beforeAll(async () => {
  examples = await exampleAnnouncements();
  writeModules(folder);
  ({ isSigned } = await import(pathToFileURL(`${folder}/is-signed.mjs`).href));
});

const exampleOf = (type: string): Announcement =>
  examples.find((announcement) => announcement['detail-type'] === type) ?? expect.fail(`no example of ${type}`);

describe('the check of a signature on the page', () => {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const body = '{"detail":{"stream":{"name":"Kapı önü"}}}';

  /** Signs as the library of Standard Webhooks does, at this many seconds from now. */
  function headersOf(seconds = 0, key = secret, signed = body) {
    const at = new Date(Date.now() + seconds * 1_000);
    const signature = new Webhook(key).sign('267d5c9aa2aaffc3', at, signed);
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    return { 'webhook-id': '267d5c9aa2aaffc3', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  }

  test('has twelve lines', () => expect(blocksOf('js')[0]?.trim().split('\n')).toHaveLength(12));

  test('accepts what the library of Standard Webhooks signs, also as one of two signatures', () => {
    const signed = headersOf();
    expect(isSigned(signed, body, secret)).toBe(true);
    const other = headersOf(0, `whsec_${randomBytes(32).toString('base64')}`);
    const both = `${other['webhook-signature']} ${signed['webhook-signature']}`;
    expect(isSigned({ ...signed, 'webhook-signature': both }, body, secret)).toBe(true);
  });

  test.each<{ name: string; headers: () => object; received?: string }>([
    { name: 'another secret', headers: () => headersOf(0, `whsec_${randomBytes(32).toString('base64')}`) },
    { name: 'another body', headers: headersOf, received: body.replace('Kapı', 'Kapi') },
    { name: 'another id', headers: () => ({ ...headersOf(), 'webhook-id': 'other' }) },
    { name: 'another time', headers: () => ({ ...headersOf(), 'webhook-timestamp': '1' }) },
    { name: 'a post of ten minutes ago', headers: () => headersOf(-600) },
    { name: 'a post of the future', headers: () => headersOf(600) },
    { name: 'no time', headers: () => ({ ...headersOf(), 'webhook-timestamp': undefined }) },
    { name: 'no signature', headers: () => ({ ...headersOf(), 'webhook-signature': undefined }) },
    { name: 'an empty signature', headers: () => ({ ...headersOf(), 'webhook-signature': '' }) },
    { name: 'no headers', headers: () => ({}) },
  ])('refuses $name', ({ headers, received = body }) => expect(isSigned(headers(), received, secret)).toBe(false));
});

test('the page shows the sentence of each type', () => {
  const now = exampleClock('13:00:10');
  const sentences = examples.map((announcement) => toSentence({ kind: 'announcement', announcement }, now));
  const shown = sentences.map((sentence) => sentence.replaceAll(WORD_JOINER, ''));
  expect(blocksOf('text')[0]?.trim().split('\n')).toEqual(shown);
});

describe('the transformer for PagerDuty', () => {
  test('is ES5, as PagerDuty asks', async () => {
    const [lowered, kept] = await Promise.all([
      transform(transformer, { target: 'es5' }),
      transform(transformer, { target: 'esnext' }),
    ]);
    expect(lowered.code).toBe(kept.code);
  });

  test('opens an incident for a missing stream, and resolves it when the stream is back', () => {
    const pagerDuty = new PagerDuty(transformer);
    pagerDuty.receive(JSON.stringify(exampleOf('Stream Missing')));
    expect(pagerDuty.openIncidents).toEqual(['Stream Missing LiveApp/cam-2']);
    pagerDuty.receive(JSON.stringify(exampleOf('Stream Back')));
    expect(pagerDuty.openIncidents).toEqual([]);
  });

  test('opens an incident for an alarm of the media server', () => {
    const pagerDuty = new PagerDuty(transformer);
    pagerDuty.receive(JSON.stringify(exampleOf('Server Alarm')));
    expect(pagerDuty.events).toEqual([
      {
        event_type: 'trigger',
        incident_key: 'Server Alarm LiveApp/203.0.113.7',
        description: 'Server Alarm: LiveApp/203.0.113.7',
        client: 'ant-media-webhooks',
        details: exampleOf('Server Alarm').detail,
      },
    ]);
  });

  test('emits what PagerDuty takes for each type, and for the longest id', () => {
    const pagerDuty = new PagerDuty(transformer);
    const missing = exampleOf('Stream Missing');
    const long = { ...missing, detail: { ...missing.detail, app: 'A'.repeat(400), id: '界'.repeat(400) } };
    for (const announcement of [...examples, long]) pagerDuty.receive(JSON.stringify(announcement));
    expect(pagerDuty.events).toHaveLength(examples.length + 1);
  });
});
