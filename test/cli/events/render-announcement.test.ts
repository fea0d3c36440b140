import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { detailTypes } from '../../../cli/events/describe-announcement.ts';
import { renderAnnouncement } from '../../../cli/events/render-announcement.ts';
import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { announcementSchema } from '../../../lambda/announcing/announcement-schema.ts';
import { measureWidth } from '../../../terminal/truncate.ts';
import { formatTime } from '../../../words/time.ts';
import { expectValid } from '../../announcing/valid-announcement.ts';
import { buildEnvelope } from './envelope.builder.ts';

const NOW = Date.parse('2026-11-26T12:01:00.000Z');
const style = { width: 140, colours: pc.createColors(false) };
const render = (announcement: Announcement) => renderAnnouncement(announcement, NOW, style);
const local = (time: string) => formatTime(`2026-11-26T${time}.000Z`, NOW);
const [START, END] = [local('12:00:00'), local('12:00:28')];
const subject = 'LiveApp/cam-1               ';
const { session: open } = buildEnvelope('Stream Started').detail;

test('knows every type of the schema', () => {
  expect(detailTypes).toEqual(announcementSchema.options.map(({ shape }) => shape['detail-type'].value));
});

describe('a line', () => {
  test.each([
    { announcement: buildEnvelope('Stream Started'), line: `Stream Started    ${subject}  live, start ${START}  Yard` },
    {
      announcement: buildEnvelope('Stream Started', { cause: 'heartbeat', session: { ...open, startedAt: null } }),
      line: `Stream Started    ${subject}  live by a heartbeat, start missed  Yard`,
    },
    {
      announcement: buildEnvelope('Stream Started', { cause: 'resumed' }),
      line: `Stream Started    ${subject}  live again, start ${START}  Yard`,
    },
    {
      announcement: buildEnvelope('Stream Ended'),
      line: `Stream Ended      ${subject}  ${START} to ${END}, 28 s, ended  Yard`,
    },
    {
      announcement: buildEnvelope('Stream Corrected'),
      line: `Stream Corrected  ${subject}  ${START} to ${END}, 28 s, ended; before: missed to ${END}, ended  Yard`,
    },
    { announcement: buildEnvelope('Recording Ready'), line: `Recording Ready   ${subject}  cam-1.mp4, 28 s  Yard` },
    {
      announcement: buildEnvelope('Recording Ready', {
        recording: { vodId: 'vod-1', name: null, durationMs: null, at: '2026-11-26T12:00:00.000Z' },
      }),
      line: `Recording Ready   ${subject}  vod-1  Yard`,
    },
    {
      announcement: buildEnvelope('Stream Error'),
      line: `Stream Error      ${subject}  endpointFailed, rtmp://example.com  Yard`,
    },
    {
      announcement: buildEnvelope('Stream Missing'),
      line: `Stream Missing    ${subject}  expected, not live since ${START}  Yard`,
    },
    {
      announcement: buildEnvelope('Stream Back'),
      line: `Stream Back       ${subject}  expected, live since ${START}  Yard`,
    },
    { announcement: buildEnvelope('Publish Refused'), line: `Publish Refused   ${subject}  it had no key  Yard` },
    {
      announcement: buildEnvelope('Publish Refused', { id: null, reason: 'unknownKey', count: 12 }),
      line: `Publish Refused   LiveApp                       its key is unknown, revoked, or for another app or use, 12 times  Yard`,
    },
    {
      announcement: buildEnvelope('Server Alarm'),
      line: 'Server Alarm      LiveApp                       10.0.0.7, highResourceUsage',
    },
  ])('is: $line', ({ announcement, line }) => {
    expectValid(announcement);
    expect(render(announcement)).toBe(`${START}  ${line}`);
  });

  test('escapes what a media server sent', () => {
    const { stream } = buildEnvelope('Stream Started').detail;
    const line = render(buildEnvelope('Stream Started', { id: 'a\u001b[2J', stream: { ...stream, name: 'b\nc' } }));
    expect(line).toContain('a\\u001b[2J');
    expect(line).toContain('b\\u000ac');
  });

  test.each([20, 40, 60, 80, 100])('fits a terminal of %i columns, coloured or not', (width) => {
    const wide = buildEnvelope('Stream Corrected', { id: '漢字'.repeat(20) });
    expect(measureWidth(renderAnnouncement(wide, NOW, { ...style, width }))).toBeLessThanOrEqual(width);
    expect(measureWidth(renderAnnouncement(wide, NOW, { width, colours: pc.createColors(true) }))).toBeLessThanOrEqual(
      width,
    );
  });

  test('of a type, or with a detail, that this version does not know is printed too', () => {
    const { detail } = buildEnvelope('Stream Started');
    const unknown = { ...buildEnvelope('Stream Started'), 'detail-type': 'Stream Seen' } as unknown as Announcement;
    expect(render(unknown)).toContain('Stream Seen');
    const { session: _, ...less } = detail;
    const other = { ...buildEnvelope('Stream Started'), detail: less } as unknown as Announcement;
    expect(render(other)).toContain('LiveApp/cam-1');
    expect(render(other)).toContain('--json');
  });

  test('paints the type only', () => {
    const painted = renderAnnouncement(buildEnvelope('Stream Error'), NOW, {
      ...style,
      colours: pc.createColors(true),
    });
    expect(painted).toContain('\u001b[31mStream Error    \u001b[39m');
  });
});
