/** The source of the events by which `npm run notify -- test` asks a deployed stack for a test; no announcement has it. */
export const TEST_SOURCE = 'ant-media-webhooks.test';

/** Their detail-type. */
export const TEST_DETAIL_TYPE = 'Notification Test';

/** A test is sent within this time after its request, in ms: later nobody waits for it. */
export const TEST_VALID_MS = 60_000;

/** Their detail: whom to notify, and the id under which the outcome is written. */
export interface TestEventDetail {
  readonly recipient: string;
  readonly testId: string;
}
