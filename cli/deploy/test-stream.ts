import { randomBytes } from 'node:crypto';

/** The app that test hooks are of: no media server has one of this name. */
export const TEST_APP = 'deploy-test';

/** A stream that never was, of which a test hook tells the end. */
export interface TestStream {
  readonly id: string;
  /** The body of the hook: the same at each attempt, so that it is kept once. */
  readonly body: string;
}

/** Ended, it never shows as live. */
export function createTestStream(now: number): TestStream {
  const id = `test-${randomBytes(8).toString('hex')}`;
  const hook = { action: 'liveStreamEnded', id, streamName: id, app: TEST_APP, timestamp: String(now) };
  return { id, body: JSON.stringify(hook) };
}

/** Whether an answer of the reader is this stream, as the hook told it. */
export function showsTestStream(text: string, { id }: TestStream): boolean {
  try {
    const { app, id: receivedId, name, status, lastEvent } = JSON.parse(text);
    return (
      app === TEST_APP &&
      receivedId === id &&
      name === id &&
      status === 'ended' &&
      lastEvent.action === 'liveStreamEnded'
    );
  } catch {
    return false;
  }
}
