import type { DetailType } from '../../announcing/announcement.ts';

const all: Readonly<Record<DetailType, true>> = {
  'Stream Started': true,
  'Stream Ended': true,
  'Stream Corrected': true,
  'Recording Ready': true,
  'Stream Error': true,
  'Stream Missing': true,
  'Stream Back': true,
  'Publish Refused': true,
  'Server Alarm': true,
};

/** The types of announcements that a recipient can be notified of: every type there is, in the order in which they are documented. */
export const notifiableTypes = Object.keys(all) as readonly DetailType[]; // the keys of the record, which the compiler holds complete

/** Whether a value is a type of announcements. */
export const isNotifiableType = (value: unknown): value is DetailType =>
  typeof value === 'string' && Object.hasOwn(all, value);
