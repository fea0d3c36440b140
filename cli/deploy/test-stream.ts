import { randomBytes } from 'node:crypto';

/** The app of test hooks: no media server has one of this name. */
export const TEST_APP = 'deploy-test';

/** A stream that never existed, of which the test hook reports the end. */
export interface TestStream {
  readonly id: string;
  /** The body of the hook: the same for each attempt, so that it is recorded once. */
  readonly body: string;
}

/** Creates a stream that has ended, so that it never shows as live. `now` is in ms since the epoch. */
export function createTestStream(now: number): TestStream {
  const id = `test-${randomBytes(8).toString('hex')}`;
  const hook = { action: 'liveStreamEnded', id, streamName: id, app: TEST_APP, timestamp: String(now) };
  return { id, body: JSON.stringify(hook) };
}

/** Whether a response of the reader is this stream, as the hook reported it. */
export function showsTestStream(text: string, { id }: TestStream): boolean {
  try {
    const { app, id: receivedId, name, status, lastEvent } = JSON.parse(text);
    const isSame = app === TEST_APP && receivedId === id && name === id;
    return isSame && status === 'ended' && lastEvent.action === 'liveStreamEnded';
  } catch {
    return false;
  }
}
