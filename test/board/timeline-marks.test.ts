import { expect, test } from 'vitest';
import type { Server, StreamEvent } from '../../board/responses.ts';
import { alarmsWithin, errorsWithin } from '../../board/timeline-marks.ts';

const iso = (at: number) => new Date(at).toISOString();

const alarm = (kind: Server['events'][number]['kind'], at: number) => ({
  ...{ kind, at: iso(at), receivedAt: iso(at), fields: {} },
});

const server = (host: string, ...events: Server['events']): Server => ({
  app: 'LiveApp',
  host,
  lastEvent: null,
  events,
});

test('the alarms are those within the timeline, of all hosts, newest first', () => {
  const servers = [
    server('media-1', alarm('highResourceUsage', 500), alarm('highResourceUsage', 99)),
    server('media-2', alarm('unexpectedServerShutdown', 700), alarm('highResourceUsage', 1_001)),
  ];
  expect(alarmsWithin({ from: 100, to: 1_000 }, servers)).toEqual([
    { kind: 'unexpectedServerShutdown', at: iso(700), subject: 'media-2' },
    { kind: 'highResourceUsage', at: iso(500), subject: 'media-1' },
  ]);
});

test('the errors are those of the history, each with what it is about', () => {
  const event = (action: string, at: number, fields: StreamEvent['fields'] = {}): StreamEvent => ({
    ...{ action, at: iso(at), receivedAt: iso(at), outcome: 'recorded', fields },
  });
  const events = [
    event('endpointFailed', 300, { metadata: { 'rtmp-url': 'rtmp://a/***' } }),
    event('liveStreamStarted', 200),
    event('encoderNotOpenedError', 150),
    event('encoderNotOpenedError', 50),
  ];
  expect(errorsWithin({ from: 100, to: 1_000 }, events).map(({ subject }) => subject)).toEqual([
    'endpointFailed rtmp://a/***',
    'encoderNotOpenedError',
  ]);
});
