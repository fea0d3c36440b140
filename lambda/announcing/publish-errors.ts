import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';

// What no retry mends, by the documentation of PutEvents. Everything else may be mended: a permission, the bus, a throttle.

const BAD_REQUESTS = ['ValidationException', 'SerializationException', 'RequestEntityTooLargeException'];
const BAD_ENTRIES = ['MalformedDetail', 'InvalidArgument'];

/** Matches a complaint about the bus, not about an announcement. */
const ABOUT_BUS = /eventBusName|endpoint/i;

/** Whether EventBridge refused a whole request for what is in it. */
export const isBadRequest = (error: unknown): error is Error =>
  error instanceof Error && BAD_REQUESTS.includes(error.name) && !ABOUT_BUS.test(error.message);

/** Whether EventBridge refused an entry for what is in it. */
export const isBadEntry = ({ ErrorCode = '', ErrorMessage = '' }: PutEventsResultEntry): boolean =>
  BAD_ENTRIES.includes(ErrorCode) && !ABOUT_BUS.test(ErrorMessage);
