import { errorDetailOf, isErrorAction } from '../words/error-action.ts';
import type { Server, StreamEvent } from './responses.ts';

/** An alarm of a media server, at a time on the timeline. */
export interface Alarm {
  readonly kind: Server['events'][number]['kind'];
  /** ISO 8601. */
  readonly at: string;
  /** The host, which is text from outside. */
  readonly subject: string;
}

/** An error of the stream; its subject is its action and what it is about, which is text from outside. */
export interface ErrorMark extends Omit<Alarm, 'kind'> {
  readonly kind: 'error';
}

interface Timespan {
  /** In ms since the epoch, as is `to`. */
  readonly from: number;
  readonly to: number;
}

/** Returns the alarms of media servers within a time, newest first. */
export function alarmsWithin(span: Timespan, servers: readonly Server[]): Alarm[] {
  return servers
    .flatMap(({ host, events }) => events.map(({ kind, at }) => ({ kind, at, subject: host })))
    .filter(liesWithin(span))
    .sort((a, b) => b.at.localeCompare(a.at));
}

/** Returns the errors of a stream within a time, as far as these events of its history have them. */
export function errorsWithin(span: Timespan, events: readonly StreamEvent[]): ErrorMark[] {
  return events
    .filter(({ action }) => isErrorAction(action))
    .filter(liesWithin(span))
    .map((event) => ({ kind: 'error', at: event.at, subject: toSubject(event) }));
}

function toSubject(event: StreamEvent): string {
  const detail = errorDetailOf(event);
  return detail === null ? event.action : `${event.action} ${detail}`;
}

const liesWithin =
  ({ from, to }: Timespan) =>
  ({ at }: { readonly at: string }): boolean =>
    from <= Date.parse(at) && Date.parse(at) <= to;
