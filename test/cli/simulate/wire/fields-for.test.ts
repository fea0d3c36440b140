import { describe, expect, test } from 'vitest';
import { fieldsFor, type SimulatedHook } from '../../../../cli/simulate/wire/fields-for.ts';
import type { Encoding } from '../../../../cli/simulate/wire/versions.ts';
import { dialectOf } from '../capture-inputs.ts';

const room = { mainTrackId: 'room-7', roomId: 'room-7' };
const vod = { vodId: 'y6wKYqvbW2OqjhbLiGvLZ3pn', vodName: 'cam-1', duration: '9031' };
const object = '{"owner":"a/b"}';

function sentFields(ams: string, action: string, more: Partial<SimulatedHook> = {}, encoding: Encoding = 'form') {
  const hook: SimulatedHook = { from: 'app', ...more, fields: { id: 'cam-1', action, ...more.fields } };
  return fieldsFor(hook, 1_000, dialectOf(ams, encoding));
}

describe('the fields of a version', () => {
  test.each([
    { ams: '1.5', action: 'vodReady', more: { fields: vod }, absent: ['vodId', 'duration', 'timestamp'] },
    { ams: '2.8', action: 'liveStreamStarted', more: {}, absent: ['timestamp', 'app'] },
    { ams: '2.9', action: 'liveStreamStarted', more: { fields: room }, absent: ['mainTrackId', 'roomId', 'app'] },
    { ams: '2.13.9', action: 'liveStreamEnded', more: { fields: { subscriberId: 'ada' } }, absent: ['subscriberId'] },
    { ams: '2.14', action: 'vodReady', more: { fields: vod }, absent: ['duration', 'app'] },
    { ams: '2.17.1', action: 'liveStreamStarted', more: { fields: { streamName: '' } }, absent: ['streamName'] },
    { ams: '2.5', action: 'liveStreamStarted', more: { metadata: object }, absent: ['metadata'] },
    { ams: '2.12', action: 'liveStreamStatus', more: {}, absent: ['app'], encoding: 'json' as const },
  ])('$ams sends $action without $absent', ({ ams, action, more, absent, encoding }) => {
    const fields = sentFields(ams, action, more, encoding) ?? {};
    expect(fields).toMatchObject({ id: 'cam-1', action });
    expect(Object.keys(fields).filter((field) => absent.includes(field))).toEqual([]);
  });

  test.each([
    { ams: '2.9', action: 'liveStreamEnded', has: { timestamp: '1000' } },
    { ams: '2.12', action: 'liveStreamStatus', more: { fields: { streamName: 'Door' } }, has: { timestamp: 1_000 } },
    { ams: '2.14', action: 'liveStreamEnded', more: { fields: { subscriberId: 'ada' } }, has: { subscriberId: 'ada' } },
    { ams: '2.10', action: 'playStarted', more: { fields: { subscriberId: 'ada' } }, has: { subscriberId: 'ada' } },
    { ams: '2.15', action: 'vodReady', more: { fields: vod }, has: { app: 'LiveApp', duration: '9031' } },
    { ams: '2.9', action: 'liveStreamStarted', more: { metadata: object }, has: { metadata: object } },
    { ams: '2.10', action: 'liveStreamStarted', more: { metadata: object }, has: { metadata: { owner: 'a/b' } } },
    { ams: '2.10', action: 'liveStreamStarted', more: { metadata: 'plain words' }, has: { metadata: 'plain words' } },
    { ams: '2.9', action: 'liveStreamStarted', more: { metadata: '[1,2]' }, has: { metadata: '[1,2]' } },
    { ams: '2.15', action: 'liveStreamEnded', more: { publisherParameters: { id: 'forged' } }, has: { id: 'forged' } },
    { ams: '2.15', action: 'vodReady', more: { publisherParameters: { id: 'forged' } }, has: { id: 'cam-1' } },
    { ams: '2.14', action: 'liveStreamEnded', more: { publisherParameters: { id: 'forged' } }, has: { id: 'cam-1' } },
  ])('$ams sends $action with $has', ({ ams, action, more, has }) => {
    expect(sentFields(ams, action, more)).toMatchObject(has);
  });

  test.each([
    { ams: '2.9', action: 'playStarted', encoding: 'form', more: {} },
    { ams: '2.11', action: 'liveStreamStatus', encoding: 'json', more: {} },
    { ams: '2.17', action: 'liveStreamStatus', encoding: 'form', more: { fields: { streamName: null } } },
    { ams: '2.14', action: 'idleTimeIsExpired', encoding: 'json', more: {} },
    { ams: '2.17', action: 'liveStreamStarted', encoding: 'json', more: { metadata: '[1,2]' } },
    { ams: '2.17', action: 'liveStreamStarted', encoding: 'form', more: { metadata: '17' } },
    { ams: '2.6.1', action: 'highResourceUsage', encoding: 'form', more: { from: 'server' } },
  ] as const)('$ams does not send $action in $encoding with $more', ({ ams, action, encoding, more }) => {
    expect(sentFields(ams, action, more, encoding)).toBeUndefined();
  });
});
