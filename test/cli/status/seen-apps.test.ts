import { expect, test } from 'vitest';
import { appsText, seenApps } from '../../../cli/status/seen-apps.ts';
import type { Part, StatusParts } from '../../../cli/status/status-parts.ts';

const unreadable: Part<never> = { kind: 'unreadable', reason: 'no token' };
const nothing: StatusParts = {
  ...{ alarms: unreadable, counts: unreadable, hooks: unreadable, deferred: unreadable, announcements: unreadable },
  ...{ notifications: unreadable, errors: unreadable, refusals: unreadable },
};
const failed = { app: 'B', id: 'cam-1', kind: 'endpointFailed', detail: null, at: '2026-11-02T12:00:00.000Z' };

test('the apps are those of all parts that were read, once each, by name', () => {
  const errors: StatusParts['errors'] = { kind: 'read', value: { streams: [failed, failed], more: false, log: null } };
  const hooks: StatusParts['hooks'] = { kind: 'read', value: { lastAt: null, live: 0, liveSince: null, nodes: [], more: false, unlisted: null, apps: ['C', 'A'] } }; // biome-ignore format: a row
  expect(seenApps({ ...nothing, errors, hooks })).toEqual(['A', 'B', 'C']);
  expect(seenApps(nothing)).toBeNull();
});

test.each([
  { apps: null, token: 'STREAMS_TOKEN', text: null },
  { apps: [], token: 'STREAMS_TOKEN', text: 'streams of no app: STREAMS_TOKEN sees none' },
  { apps: [], token: null, text: null },
  { apps: ['A'], token: 'STREAMS_TOKEN', text: 'streams of the app A: STREAMS_TOKEN sees no other app' },
  { apps: ['A'], token: '--token', text: 'streams of the app A: --token sees no other app' },
  { apps: ['A'], token: null, text: 'streams of the app A' },
  { apps: ['A', 'B'], token: 'STREAMS_TOKEN', text: 'streams of the apps A, B' },
  { apps: [...'ABCDEFG'], token: null, text: 'streams of the apps A, B, C, D, E and 2 more' },
])('$apps by $token: $text', ({ apps, token, text }) => expect(appsText(apps, token)).toBe(text));
