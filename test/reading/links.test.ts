import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { linkRecording, linkStream, noLinks } from '../../lambda/reading/links.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';

const links = {
  recordingUrl: 'https://bucket.example/{app}/{name}.mp4?of={id}#{vodId}',
  playUrl: 'https://media.example/{app}/play.html?id={id}',
};
const recording = { vodId: 'v1', name: 'cam-1', durationMs: 5_000 };
const ref = { app: 'LiveApp', id: 'cam 1/é' };

describe('linkRecording', () => {
  it('fills the template with encoded values', () => {
    expect(linkRecording(links, ref, recording)).toEqual({
      ...recording,
      url: 'https://bucket.example/LiveApp/cam-1.mp4?of=cam%201%2F%C3%A9#v1',
    });
  });

  test.each([
    { what: 'a missing value', changed: { vodId: null } },
    { what: 'an empty name', changed: { name: '' } },
    { what: 'a name of one dot', changed: { name: '.' } },
    { what: 'a name of two dots', changed: { name: '..' } },
  ])('links nothing for $what', ({ changed }) => {
    expect(linkRecording(links, ref, { ...recording, ...changed })).toMatchObject({ url: null });
  });

  it('needs no value that the template does not name', () => {
    const template = { ...links, recordingUrl: 'https://bucket.example/{vodId}' };
    expect(linkRecording(template, ref, { ...recording, name: null }).url).toBe('https://bucket.example/v1');
  });

  it('adds nothing without a template', () => {
    expect(linkRecording(noLinks, ref, recording)).toEqual(recording);
  });

  it('stays within the host and the folders of the template, whatever the names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('/', '\\', '..', '../..', '//x', '%2e%2e', '#?&'),
    );
    const holds = (app: string, id: string) => {
      const { url } = linkRecording(
        { ...links, recordingUrl: 'https://bucket.example/a/{app}/{id}/{name}' },
        { app, id },
        recording,
      );
      if (url === null) return ['', '.', '..'].some((unfit) => [app, id].includes(unfit));
      const { origin, pathname, search, hash } = new URL(url ?? '');
      const [, first, ...segments] = pathname.split('/');
      expect({ origin, first, search, hash }).toEqual({
        origin: 'https://bucket.example',
        first: 'a',
        search: '',
        hash: '',
      });
      expect(segments.map(decodeURIComponent)).toEqual([app.toWellFormed(), id.toWellFormed(), 'cam-1']);
    };
    fc.assert(fc.property(name, name, holds));
  });
});

describe('linkStream', () => {
  const stream = { ...ref, status: 'live', lastRecording: recording };

  it('links the player and the last recording of a live stream', () => {
    expect(linkStream(links, stream)).toEqual({
      ...stream,
      lastRecording: linkRecording(links, ref, recording),
      playUrl: 'https://media.example/LiveApp/play.html?id=cam%201%2F%C3%A9',
    });
  });

  it('links no player of a stream that is not live', () => {
    expect(linkStream(links, { ...stream, status: 'presumedEnded' })).toMatchObject({ playUrl: null });
  });

  it('adds nothing without templates', () => {
    expect(linkStream(noLinks, stream)).toEqual(stream);
  });
});

describe('the read API', () => {
  const engine = useEngine();
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });

  test('has the links in the list and in the answer about one stream, only with the settings', async () => {
    for (const fields of [{ action: 'liveStreamStarted' }, { action: 'vodReady', vodId: 'v1', vodName: 'a b' }])
      await recorder.record(engine().streams, buildEvent({ id: 'cam', timestamp: NOW, ...fields }));
    const ask = await createReader(engine(), RECEIVED_AT, '*', links);
    const linked = {
      playUrl: 'https://media.example/LiveApp/play.html?id=cam',
      lastRecording: { vodId: 'v1', url: 'https://bucket.example/LiveApp/a%20b.mp4?of=cam#v1' },
    };
    expect(jsonOf(await ask('/streams')).streams).toMatchObject([linked]);
    const { lastRecording, ...one } = jsonOf(await ask('/stream?app=LiveApp&id=cam'));
    expect({ ...one, lastRecording }).toMatchObject({ ...linked, recordings: [lastRecording] });
    const askWithout = await createReader(engine(), RECEIVED_AT);
    for (const path of ['/streams', '/stream?app=LiveApp&id=cam'])
      expect(JSON.stringify(jsonOf(await askWithout(path)))).not.toMatch(/"(url|playUrl)"/);
  });
});
