import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createForwarder } from '../../../cli/events/forward.ts';
import { parseSink } from '../../../cli/events/parse-sink.ts';
import { postAnnouncement } from '../../../cli/events/post-announcement.ts';
import { buildEnvelope } from './envelope.builder.ts';
import { Sink, statuses } from './sink.ts';

const started = buildEnvelope('Stream Started');
const ended = buildEnvelope('Stream Ended');

/** Returns a forwarder to a URL, what it notes, and how to abort it. */
function forwarderTo(url: string) {
  const notes: string[] = [];
  const ending = new AbortController();
  const deps = { signal: ending.signal, isTerminal: false, note: (line: string) => void notes.push(line) };
  return { forward: createForwarder(parseSink(url), deps), notes, abort: () => ending.abort() };
}

const withoutTimes = (lines: readonly string[]) => lines.map((line) => line.replace(/in \d+ ms/, 'in N ms'));

describe('forwarding', () => {
  test('posts the envelope as JSON, and says what was answered', async () => {
    const sink = await Sink.start(statuses(204));
    const { forward, notes } = forwarderTo(sink.url);
    await forward(started);
    expect(sink.bodies).toEqual([started]);
    expect(sink.requests).toMatchObject([{ method: 'POST', path: '/hook', headers: { 'content-type': 'application/json' } }]); // biome-ignore format: a row
    const origin = new URL(sink.url).origin;
    expect(withoutTimes(notes)).toEqual([`Stream Started of LiveApp/cam-1: ${origin}: answered 204 in N ms`]);
  });

  test('repeats the same envelope until it is answered 2xx, with pauses that double', async () => {
    const sink = await Sink.start(statuses(500, 302, 404, 201));
    const { forward, notes } = forwarderTo(sink.url);
    await forward(started);
    expect(sink.bodies).toEqual([started, started, started, started]);
    expect(notes.map((note) => note.replace(/^.*: answered/, '').replace(/in \d+ ms/, ''))).toEqual([
      ' 500 , again in 100 ms',
      ' 302 , again in 200 ms',
      ' 404 , again in 400 ms',
      ' 201 ',
    ]);
  });

  test('does not follow redirects: another URL never receives the announcement', async () => {
    const other = await Sink.start(statuses(200));
    const sink = await Sink.start((response, index) =>
      response.writeHead(index === 0 ? 307 : 200, { location: other.url }).end(),
    );
    await forwarderTo(sink.url).forward(started);
    expect([sink.requests.length, other.requests.length]).toEqual([2, 0]);
  });

  test('posts one after the other, in order, to a slow sink', async () => {
    const sink = await Sink.start(async (response, index) => {
      await sleep(index === 0 ? 100 : 0);
      response.end();
    });
    const { forward } = forwarderTo(sink.url);
    for (const announcement of [started, ended, started]) await forward(announcement);
    expect(sink.bodies).toEqual([started, ended, started]);
    expect(sink.maxOpen).toBe(1);
  });

  test('outlasts a sink that refuses connections, and one that closes them', async () => {
    const gone = await Sink.start(statuses(200));
    const { port, url } = gone;
    gone.stop();
    const { forward, notes } = forwarderTo(url);
    const forwarded = forward(started);
    await expect.poll(() => notes).toContainEqual(expect.stringMatching(/: ECONNREFUSED in \d+ ms, again in 100 ms$/));
    const sink = await Sink.start((response, index) => (index === 0 ? response.destroy() : response.end()), port);
    await forwarded;
    expect(sink.bodies).toEqual([started, started]);
  });

  test('takes the status for the answer, even if the body never ends', async () => {
    const sink = await Sink.start((response) => response.writeHead(200).write('…'));
    await forwarderTo(sink.url).forward(started);
    expect(sink.requests).toHaveLength(1);
  });

  test.each([
    { what: 'a sink that hangs', respond: () => {} },
    { what: 'the pause after a failure', respond: statuses(500) },
  ])('the signal ends it during $what', async ({ respond }) => {
    const sink = await Sink.start(respond);
    const { forward, abort } = forwarderTo(sink.url);
    const forwarded = forward(started);
    await expect.poll(() => sink.requests.length).toBeGreaterThan(0);
    abort();
    await forwarded;
  });

  test('sends a user and password as a header, and never prints them', async () => {
    const sink = await Sink.start(statuses(500, 200));
    const { forward, notes } = forwarderTo(sink.url.replace('//', '//me%40home:s%C3%A9cret@'));
    await forward(started);
    const authorization = `Basic ${Buffer.from('me@home:sécret').toString('base64')}`;
    expect(sink.requests).toMatchObject([{ headers: { authorization } }, { headers: { authorization } }]);
    expect(notes.join('\n')).not.toMatch(/me|cret/i);
  });

  test('escapes what a stream has for a name', async () => {
    const sink = await Sink.start(statuses(200));
    const { forward, notes } = forwarderTo(sink.url);
    await forward(buildEnvelope('Stream Started', { id: 'cam\u001b[2J' }));
    expect(notes.join()).toContain('cam\\u001b[2J');
  });
});

test('a try without an answer in time fails', async () => {
  const sink = await Sink.start(() => {});
  const outcome = await postAnnouncement(parseSink(sink.url), started, new AbortController().signal, 50);
  expect(outcome).toMatchObject({ ok: false, text: 'no answer within 0.05 s' });
});

test.each(['', 'cam', 'ftp://me:secret@host', '/hook', 'http://'])(
  'refuses the URL "%s" without repeating it',
  (url) => {
    const message = '--forward: received another text, expected a URL that begins with http:// or https://.';
    expect(() => parseSink(url)).toThrow(new Error(message));
  },
);

test('a broken escape in the user of a URL is taken literally', () => {
  expect(parseSink('http://50%:p@host/').authorization).toBe(`Basic ${Buffer.from('50%:p').toString('base64')}`);
});
