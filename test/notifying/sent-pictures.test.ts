import { beforeAll, expect, it, vi } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { WORD_JOINER } from '../../lambda/notifying/messages/foreign-text.ts';
import { toMessages } from '../../lambda/notifying/messages/to-messages.ts';
import type { Payload, Step, Told } from '../../lambda/notifying/notification.ts';
import { styles } from '../../lambda/notifying/recipients/recipient.ts';
import { createTestAnnouncement } from '../../lambda/notifying/test-announcement.ts';
import { exampleAnnouncements, exampleClock } from '../announcing/example-announcements.ts';
import { buildAnnouncement, buildRecipient } from './told-announcement.builder.ts';

const now = exampleClock('13:00:10');
const boardUrl = 'https://abc123.execute-api.eu-west-1.amazonaws.com/';

/** What is told in each picture, by its title. */
const pictures = new Map<string, readonly Told[]>();
const addPicture = (title: string, ...announcements: readonly Announcement[]) =>
  pictures.set(
    title,
    announcements.map((announcement) => ({ kind: 'announcement', announcement })),
  );

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: exampleClock('10:00:00') }); // the sequence of a new stream begins at this time
  const examples = await exampleAnnouncements();
  vi.useRealTimers();
  for (const example of examples) addPicture(example['detail-type'], example);
  const [started, error] = examples;
  if (started === undefined || error === undefined) throw new Error('received no examples, expected one of each type');
  pictures.set('A flapping stream', [
    { kind: 'flapping', announcement: started, starts: 4, since: exampleClock('09:56:20') },
  ]);
  addPicture('Several within 10 s', started, error, buildAnnouncement('Stream Back', { id: 'cam-2' }));
  addPicture(
    'A hostile name',
    buildAnnouncement('Stream Started', { name: '@everyone <!channel> **win** https://evil.com' }),
  );
  addPicture(
    'A hostile id',
    buildAnnouncement('Publish Refused', { id: '@here <!channel> *win* [it](https://evil.com)/***' }),
  );
  const test = createTestAnnouncement(buildRecipient(), now);
  addPicture('npm run notify -- test', {
    ...test,
    detail: { ...test.detail, eventId: '0'.repeat(32) },
  } as Announcement); // of its type
});

const toStep = (told: Told): Step => {
  const entries = [{ announcement: told.announcement, receivedAt: now, retryAt: 0 }];
  return { entries, told, memory: null };
};

/** Shows what is sent, with the breaks that nobody sees as `\u2060`. */
function show(payload: Payload): string {
  const text =
    payload.kind === 'mail'
      ? `Subject: ${payload.subject}\n\n${payload.text.trimEnd()}`
      : JSON.stringify(JSON.parse(payload.body), null, 2);
  return text.replaceAll(WORD_JOINER, '\\u2060');
}

it.each(styles)('what is sent is shown in docs/notifications: %s; after a change, run with --update', async (style) => {
  const shown = [...pictures].map(([title, told]) => {
    const messages = toMessages({ style }, told.map(toStep), { boardUrl, now });
    return `## ${title}\n\n${messages.map(({ payload }) => show(payload)).join('\n\n')}\n`;
  });
  await expect(shown.join('\n')).toMatchFileSnapshot(`../../docs/notifications/${style}.txt`);
});
