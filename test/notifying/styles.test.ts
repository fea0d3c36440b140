import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toQuery } from '../../board/view.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { WORD_JOINER } from '../../lambda/notifying/messages/foreign-text.ts';
import { toMessages } from '../../lambda/notifying/messages/to-messages.ts';
import type { Message, Step } from '../../lambda/notifying/notification.ts';
import type { Style } from '../../lambda/notifying/recipients/recipient.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { buildAnnouncement, START } from './told-announcement.builder.ts';

const boardUrl = 'https://board.example.com/';
const wordStyles = ['slack', 'teams', 'discord', 'mail'] as const;

function toStep(announcement: Announcement): Step {
  const entries = [{ announcement, receivedAt: START, retryAt: 0 }];
  return { entries, told: { kind: 'announcement', announcement }, memory: null };
}

const write = (style: Style, announcements: readonly Announcement[], board: string | null = boardUrl): Message[] =>
  toMessages({ style }, announcements.map(toStep), { boardUrl: board, now: START });

/** Returns the content of a message: of a mail its text, else its body, parsed. */
function contentOf({ payload }: Message) {
  return payload.kind === 'mail' ? payload.text : JSON.parse(payload.body);
}

function writeOne(style: Style, announcement: Announcement, board?: string | null) {
  const [message, ...others] = write(style, [announcement], board);
  if (message === undefined || others.length > 0)
    throw new Error(`received ${others.length} more messages, expected one`);
  return contentOf(message);
}

const started = (fields: { id?: string; app?: string; name?: string; sequence?: number } = {}) =>
  buildAnnouncement('Stream Started', fields);
const refused = (fields: { id?: string; at?: number }) => buildAnnouncement('Publish Refused', fields);
const streamUrl = (app: string, id: string) => `${boardUrl}${toQuery({ page: 'stream', app, id })}`;

const sentence = 'Front & <b>door</b> *1* (LiveApp/cam_1) went live at 12:00:00 UTC';
const hostile = started({ id: 'cam_1', name: 'Front & <b>door</b> *1*' });

describe('a message of one thing', () => {
  it('is for Slack plain text in a block, the same escaped as its fallback, and a link of ours', () => {
    const text = 'Front &amp; &lt;b&gt;door&lt;/b&gt; *1* (LiveApp/cam_1) went live at 12:00:00 UTC';
    const link = `<${streamUrl('LiveApp', 'cam_1').replaceAll('&', '&amp;')}|Open the stream>`;
    expect(writeOne('slack', hostile)).toEqual({
      text,
      blocks: [
        { type: 'section', text: { type: 'plain_text', text: sentence, emoji: false } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: link, verbatim: true }] },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('is for Teams an Adaptive Card with a text run, which has no markup', () => {
    const { type, attachments } = writeOne('teams', hostile);
    expect(type).toBe('message');
    expect(attachments).toHaveLength(1);
    expect(attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(attachments[0].content).toMatchObject({
      type: 'AdaptiveCard',
      version: '1.4',
      body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: sentence }] }],
      actions: [{ type: 'Action.OpenUrl', title: 'Open the stream', url: streamUrl('LiveApp', 'cam_1') }],
    });
  });

  it('is for Discord content with its markup escaped, without mentions and previews', () => {
    const text = 'Front & \\<b\\>door\\</b\\> \\*1\\* (LiveApp/cam\\_1) went live at 12:00:00 UTC';
    expect(writeOne('discord', hostile)).toEqual({
      content: `${text}\n[Open the stream](<${streamUrl('LiveApp', 'cam_1')}>)`,
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it.each(['# big', '- item', '+ item', '1. item', '12) item', '> quote', '-# small'])(
    'is no heading, list or quote for Discord: %s',
    (name) => {
      const { content } = writeOne('discord', started({ name }));
      expect(content).toMatch(/^(\d+\\[.)]|\\[-#+>])/);
    },
  );

  it('is as mail plain text, with a subject in ASCII', () => {
    const [message] = write('mail', [started({ name: 'Süd 東 @here' })]);
    expect(message?.payload).toEqual({
      kind: 'mail',
      subject: 'S?d ? @ here (LiveApp/cam-1) went live at 12:00:00 UTC',
      text: `Süd 東 @${WORD_JOINER}here (LiveApp/cam-1) went live at 12:00:00 UTC\n\nOpen the stream: ${streamUrl('LiveApp', 'cam-1')}\n`,
    });
  });

  it('is as envelope what a rule of the bus delivers, under its event id', () => {
    const [message] = write('envelope', [hostile]);
    expect(message?.payload).toMatchObject({ kind: 'post', id: hostile.detail.eventId });
    const body = message && contentOf(message);
    expectValid(body);
    expect(body).toEqual(hostile);
    expect(Object.keys(body)).toEqual(['source', 'detail-type', 'time', 'detail']);
  });

  it.each(wordStyles)('has no link without a board: %s', (style) => {
    expect(JSON.stringify(writeOne(style, hostile, null))).not.toMatch(/Open the|board/);
  });
});

describe('the link', () => {
  it.each([
    { what: 'one stream', all: [started(), started({ sequence: 2 })], url: streamUrl('LiveApp', 'cam-1') },
    { what: 'several streams', all: [started(), started({ id: 'cam-2' })], url: boardUrl },
    { what: 'the same id in two apps', all: [started(), started({ app: 'Other' })], url: boardUrl },
    { what: 'a media server', all: [buildAnnouncement('Server Alarm')], url: boardUrl },
    { what: 'refused publishers', all: [refused({}), refused({ at: 60_000 })], url: boardUrl },
    { what: 'a stream and its refused publisher', all: [refused({}), started()], url: streamUrl('LiveApp', 'cam-1') },
    { what: 'an id of signs', all: [started({ id: 'a&b=c|<>"é' })], url: streamUrl('LiveApp', 'a&b=c|<>"é') },
    { what: 'an id too long for a link', all: [started({ id: 'é'.repeat(100) })], url: boardUrl },
  ])('leads to the page of one stream, else to the board: $what', ({ all, url }) => {
    const [message] = write('mail', all);
    expect(message && contentOf(message)).toMatch(/\n\nOpen the (stream|board): .*\n$/);
    expect((message && contentOf(message)).split(': ').at(-1)).toBe(`${url}\n`);
  });
});

describe('messages of several things', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => started({ id: `cam-${n}` }));

  it.each([
    { style: 'slack', count: 49, messages: 1 },
    { style: 'slack', count: 50, messages: 2 },
    { style: 'teams', count: 60, messages: 1 },
    { style: 'discord', count: 30, messages: 1 },
    { style: 'mail', count: 1_000, messages: 1 },
    { style: 'envelope', count: 3, messages: 3 },
  ] as const)('are as few as fit: $count in $style', ({ style, count, messages }) => {
    expect(write(style, many(count))).toHaveLength(messages);
  });

  it.each([
    { style: 'slack', name: '&'.repeat(120), maxBytes: 20_000 },
    { style: 'teams', name: '東'.repeat(120), maxBytes: 21_000 },
  ] as const)('stay within the limits of $style where names are long', ({ style, name, maxBytes }) => {
    const messages = write(
      style,
      many(40).map((one, n) => started({ id: `${n}${name}`, name, app: one.detail.app })),
    );
    expect(messages.length).toBeGreaterThan(1);
    for (const { payload } of messages) {
      const body = payload.kind === 'post' ? payload.body : '';
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxBytes);
      expect((JSON.parse(body).text ?? '').length).toBeLessThanOrEqual(4_000);
    }
  });

  const sectionsOf = ({ blocks }: { blocks: { type: string; text: { text: string } }[] }): string[] =>
    blocks.flatMap(({ type, text }) => (type === 'section' ? [text.text] : []));

  it('have for Slack up to 49 sections, the first of them in the text too, and how many more there are', () => {
    const name = 'x'.repeat(100);
    const [message, ...others] = write(
      'slack',
      many(49).map((one) => started({ id: one.detail.id ?? '', name })),
    );
    expect(others).toEqual([]);
    const { text, ...rest } = message && contentOf(message);
    const sections = sectionsOf(rest);
    expect(sections).toHaveLength(49);
    const lines = text.split('\n');
    expect(lines.pop()).toBe(`and ${49 - lines.length} more`);
    expect(lines).toEqual(sections.slice(0, lines.length));
    const [{ length }, next = ''] = [lines.join('\n'), sections[lines.length]];
    expect(length).toBeLessThanOrEqual(1_000);
    expect(length + 1 + next.length).toBeGreaterThan(1_000);
  });

  it('have for Slack all in the text where it is short, and the first in any case', () => {
    const [short] = write('slack', many(3));
    expect((short && contentOf(short)).text.split('\n')).toEqual(short && sectionsOf(contentOf(short)));
    const [long] = write('slack', [started({ name: '&'.repeat(120), id: '&'.repeat(120) }), ...many(2)]);
    expect((long && contentOf(long)).text).toMatch(/^(&amp;){120} \(LiveApp\/(&amp;){120}\) [^\n]*\nand 2 more$/);
  });

  it('have for Slack at most 12 000 characters in all sections', () => {
    const name = 'x'.repeat(120);
    const messages = write(
      'slack',
      many(49).map((_, n) => started({ id: `${n}${name}`, name })),
    );
    const sizes = messages.map((message) => sectionsOf(contentOf(message)).join('').length);
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toBeGreaterThan(11_500);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(12_000);
  });

  it('are in order, and have each step once', () => {
    const announcements = many(500);
    for (const style of [...wordStyles, 'envelope'] as const) {
      const steps = announcements.map(toStep);
      expect(toMessages({ style }, steps, { boardUrl, now: START }).flatMap((one) => one.steps)).toEqual(steps);
    }
  });

  it('have an id that is the same for each try, and another one for other steps', () => {
    const idsOf = (all: readonly Announcement[]) =>
      write('slack', all).map(({ payload }) => (payload.kind === 'post' ? payload.id : ''));
    expect(idsOf(many(60))).toEqual(idsOf(many(60)));
    expect(new Set([...idsOf(many(60)), ...idsOf(many(3)), ...idsOf(many(4))]).size).toBe(4);
  });

  it('leave out what tells nothing', () => {
    const silent = { ...toStep(started()), told: null };
    for (const style of [...wordStyles, 'envelope'] as const)
      expect(toMessages({ style }, [silent], { boardUrl, now: START })).toEqual([]);
  });

  it('say in the subject of a mail how many more there are', () => {
    const [message] = write('mail', [started({ name: 'x'.repeat(200) }), ...many(41)]);
    const subject = message?.payload.kind === 'mail' ? message.payload.subject : '';
    expect(subject).toMatch(/^x+\.\.\. \(and 41 more\)$/);
    expect(subject).toHaveLength(99);
  });
});

/** Texts that try to be more than text in some client. */
const evil = fc.oneof(
  fc.constantFrom(
    '@everyone @here <!channel> <!here> <@U1> <#C1> <!subteam^S1>',
    '<https://evil.com|login> [login](https://evil.com) https://evil.com www.evil.com evil.com',
    '<at>all</at> <a href="https://evil.com">x</a> ![x](https://evil.com/x.png)',
    '***bold*** __under__ ~~strike~~ `code` ||spoiler|| > quote\n# head\n- list',
    '"}],"blocks":[{"type":"image"}]',
    '\u202e\u0000\u001b[2J\r\nBcc: all@evil.com',
  ),
  fc
    .array(fc.constantFrom('<@', '@', ':', '.a', '*', '&', '<', '🎥', '\\', '`', '"', '\n', '東'), { maxLength: 300 })
    .map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

const evilAnnouncement = fc
  .record({ name: evil, id: evil, app: evil, kind: evil, detail: evil, isError: fc.boolean() })
  .map(({ name, id, app, kind, detail, isError }) => {
    const built = buildAnnouncement(isError ? 'Stream Error' : 'Stream Ended', { name, id, app });
    const error = { kind, detail, at: built.time };
    return { ...built, detail: { ...built.detail, ...(isError && { error }) } } as Announcement; // of its type
  });

/** Checks a property of the messages of up to 60 hostile announcements. */
function hold(style: Style, check: (message: Message) => void): void {
  const property = fc.property(fc.array(evilAnnouncement, { minLength: 1, maxLength: 60 }), (announcements) => {
    const messages = write(style, announcements);
    expect(messages.flatMap(({ steps }) => steps)).toHaveLength(announcements.length);
    messages.forEach(check);
  });
  fc.assert(property, { numRuns: 100 });
}

/** What some client would make a link, a mention or a control of. */
const active = /@[^\u2060]|:\/\/|www\.\w|\.[a-z]|<[!@#]|(?!\n)\p{Cc}|\u202e/iu;

describe('hostile names', () => {
  it('stay text in Slack, and within its limits', () => {
    hold('slack', (message) => {
      const { text, blocks } = contentOf(message);
      const foreign = blocks.slice(0, -1).map((block: { text: { text: string } }) => block.text.text);
      expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      expect(text).not.toMatch(active);
      for (const [index, block] of blocks.slice(0, -1).entries()) {
        expect(block).toEqual({ type: 'section', text: { type: 'plain_text', text: foreign[index], emoji: false } });
        expect(foreign[index]).not.toMatch(active);
        expect(foreign[index].length).toBeLessThanOrEqual(3_000);
      }
      expect(blocks.at(-1).elements[0].text).toMatch(
        /^<https:\/\/board\.example\.com\/[^<>|]*\|Open the (board|stream)>$/,
      );
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(text.length).toBeLessThanOrEqual(4_000);
    });
  });

  it('stay text in Teams, and within its limits', () => {
    hold('teams', (message) => {
      const [{ content }] = contentOf(message).attachments;
      for (const { type, inlines } of content.body) {
        expect([type, inlines.length, Object.keys(inlines[0])]).toEqual(['RichTextBlock', 1, ['type', 'text']]);
        expect(inlines[0].text).not.toMatch(active);
      }
      expect(content.actions).toHaveLength(1);
      expect(content.actions[0].url).toMatch(/^https:\/\/board\.example\.com\//);
      expect(content.msteams.entities).toBeUndefined();
      expect(message.payload.kind === 'post' && Buffer.byteLength(message.payload.body)).toBeLessThanOrEqual(21_000);
    });
  });

  it('stay text in Discord, and within its limits', () => {
    hold('discord', (message) => {
      const { content, allowed_mentions, flags } = contentOf(message);
      expect([allowed_mentions, flags]).toEqual([{ parse: [] }, 4]);
      const lines = content.split('\n');
      expect(lines.pop()).toMatch(/^\[Open the (board|stream)\]\(<https:\/\/board\.example\.com\/[^<>\s]*>\)$/);
      expect(lines).toHaveLength(message.steps.length);
      for (const line of lines) {
        expect(line).not.toMatch(active);
        expect(line.replace(/\\[^A-Za-z0-9\s]/g, '')).not.toMatch(/[\\*_~`|<>[\]]|^(\d+[.)]|[-+#])/);
      }
      expect(content.length).toBeLessThanOrEqual(2_000);
    });
  });

  it('stay text in a mail, and within the limits of SNS', () => {
    hold('mail', ({ payload, steps }) => {
      if (payload.kind !== 'mail') throw new Error('received a post, expected a mail');
      expect(payload.subject).toMatch(/^[!-~][ -~]{0,98}$/);
      expect(payload.subject).not.toMatch(/@[^\s.]|:\/\/|\.[a-z]/i);
      const lines = payload.text.split('\n');
      expect(lines).toHaveLength(steps.length + 3);
      expect(lines.slice(0, steps.length).join(' ')).not.toMatch(active);
      expect(Buffer.byteLength(payload.text)).toBeLessThanOrEqual(262_144);
    });
  });

  it('are exactly what they are in an envelope', () => {
    hold('envelope', (message) => expect(contentOf(message)).toEqual(message.steps[0]?.told?.announcement));
  });
});
