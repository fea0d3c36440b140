import { formatDuration } from '../../lambda/text/format-duration.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { truncateMiddle } from '../../terminal/truncate.ts';
import { formatReason, refusedName } from '../../words/refusal-text.ts';
import { formatMinute, formatTime } from '../../words/time.ts';
import { clockText } from './clock-text.ts';
import { oldAgeOf, uncountedAgeOf } from './counts-age.ts';
import { longWaitOf, readValueOf } from './judge-status.ts';
import type { NodeHooks } from './node-hooks.ts';
import { formatShortDuration } from './short-duration.ts';
import type { LastHooks, RecipientBacklog, StatusParts, StatusValues, StreamCounts } from './status-parts.ts';

/** The columns of a name, such as that of a stream. */
const MAX_NAME = 28;

/** The words of a part: its first line, and those below it. */
export interface PartLines {
  readonly text: string;
  /** Whether it needs a look. */
  readonly isBad?: boolean;
  /** One line each, which is cut at the width of the terminal. They may hold foreign text. */
  readonly details?: readonly string[];
  /** What is to be copied, and is never cut. */
  readonly hints?: readonly string[];
}

/** Describes a part; `now` is in ms since the epoch, and `parts` has all of them. */
type Describe<P extends keyof StatusValues> = (value: StatusValues[P], now: number, parts: StatusParts) => PartLines;

const alarms: Describe<'alarms'> = (ringing, now) => ({
  text: ringing.length === 0 ? 'none rings' : `${ringing.length} ${ringing.length === 1 ? 'rings' : 'ring'}`,
  isBad: ringing.length > 0,
  hints: ringing.map(({ name, since, description, runbook }) =>
    [`${name}${since === null ? '' : ` since ${formatTime(since, now)}`}: ${description}`, runbook]
      .filter(Boolean)
      .join(' '),
  ),
});

const counts: Describe<'counts'> = (counted, now, parts) => {
  const { stale, missing, failing, at, sweepMs } = counted;
  if (at === null) return uncountedLines(counted, readValueOf(parts.hooks), now);
  const oldMs = oldAgeOf(counted, now);
  if (oldMs === null)
    return {
      text: countsText(counted),
      isBad: stale + missing + (failing ?? 0) > 0,
      details: [`as of ${formatTime(at, now)}`],
    };
  const ago = `${formatShortDuration(oldMs)} ago (${formatTime(at, now)})`;
  if (sweepMs === 0) return { text: `${NOT_COUNTED}; the last time was ${ago}` };
  return { text: `counted ${ago}: do the sweeps run?`, isBad: true, details: [`then ${countsText(counted)}`] };
};

const NOT_COUNTED = 'not counted: the setting sweepMinutes is 0';

function uncountedLines(counted: StreamCounts, lastHooks: LastHooks | undefined, now: number): PartLines {
  const live = lastHooks?.live ?? 0;
  const isBad = uncountedAgeOf(counted, lastHooks, now) !== null;
  const uncounted = isBad ? 'not counted yet: do the sweeps run?' : 'not counted yet';
  const text = counted.sweepMs === 0 ? NOT_COUNTED : uncounted;
  return { text: live > 0 ? `${live} live, ${text}` : `none known, or ${text}`, isBad };
}

function countsText({ live, stale, missing, presumedEnded, failing, endedLastHour }: StreamCounts): string {
  const texts = [
    `${live} live${stale > 0 ? ` (${stale} stale)` : ''}`,
    `${missing} missing`,
    `${presumedEnded} presumed ended`,
    failing === null ? null : `${failing} failing`,
    endedLastHour === null ? null : `${endedLastHour} ended in the last hour`,
  ];
  return texts.filter(Boolean).join(', ');
}

const hooks: Describe<'hooks'> = (value, now) => ({
  text: lastHookText(value, now),
  details: [...value.nodes]
    .sort((a, b) => Number(clockText(b) !== null) - Number(clockText(a) !== null)) // those that matter are not cut off
    .map((node) => `${node.address}  ${nodeText(node, now)}`),
});

function lastHookText({ lastAt, more, unlisted }: LastHooks, now: number): string {
  const texts = [
    lastAt === null ? `none ${unlisted === null ? 'in the last hour' : 'known'}` : agoText(lastAt, now),
    more ? 'of the first 500 live streams' : null,
    unlisted === null ? null : `of live streams only, as events are not listed: ${unlisted}`,
  ];
  return texts.filter(Boolean).join(', ');
}

const agoText = (at: string, now: number): string =>
  `${formatDuration(now - Date.parse(at))} ago (${formatTime(at, now)})`;

function nodeText(node: NodeHooks, now: number): string {
  const { live, lastAt, lagMs } = node;
  const clock = clockText(node);
  const lag = clock !== null || lagMs === null ? null : `${(Math.max(0, lagMs) / 1_000).toFixed(1)} s on its way`; // by clocks that agree
  const last =
    lastAt === null ? 'no hook in the last hour' : `last hook ${formatDuration(now - Date.parse(lastAt))} ago`;
  const texts = [clock ?? lag, `${live} live`, last]; // an IPv6 address leaves little room
  return texts.filter(Boolean).join(', ');
}

const deferred: Describe<'deferred'> = (value, now) => {
  const { waiting, deadLetters } = value;
  const longMs = longWaitOf(value, now);
  const longest = longMs === null ? '' : `, the oldest for ${formatShortDuration(longMs)}`;
  return {
    text: `${waitingText(waiting, 'event')}${longest}, ${deadText(deadLetters)}`,
    isBad: deadLetters > 0 || longMs !== null,
  };
};

const waitingText = (count: number, noun: string): string =>
  count === 0 ? `no ${noun} waits` : `${pluralize(count, noun)} ${count === 1 ? 'waits' : 'wait'}`;
const deadText = (count: number): string => (count === 0 ? 'no dead letters' : pluralize(count, 'dead letter'));

const announcements: Describe<'announcements'> = ({ oldestMs, lastAt }, now) => {
  if (lastAt !== null) return { text: `the last one was stored ${agoText(lastAt, now)}` };
  return { text: oldestMs === null ? 'none waits that is known' : `the oldest waited ${formatDuration(oldestMs)}` };
};

const notifications: Describe<'notifications'> = ({ queued, waiting, deadLetters, recipients, unreadable }, now) => ({
  text: [
    `${waitingText(waiting, 'notification')}, ${deadText(deadLetters)}`,
    queued === null || queued === 0 ? null : `${pluralize(queued, 'message')} in the queue`,
  ]
    .filter(Boolean)
    .join(', '),
  isBad: deadLetters + unreadable.length > 0 || recipients.some(({ failingSince }) => failingSince !== null),
  details: [
    ...recipients.map((recipient) => `${recipient.name}  ${recipientText(recipient, now)}`),
    ...unreadable.map((name) => `${name}  cannot be read: set it again, or remove it`),
  ],
});

function recipientText({ waiting, deadLetters, failingSince }: RecipientBacklog, now: number): string {
  const failing = failingSince === null ? '' : `, failing since ${formatTime(failingSince, now)}`;
  return `${waiting} waiting, ${deadText(deadLetters)}${failing}`;
}

/** Leaves room for what is said about a name, which may be of 400 characters. */
const shorten = (name: string): string => truncateMiddle(toPrintable(name), MAX_NAME);

const errors: Describe<'errors'> = ({ streams, more, log }, now) => ({
  text: `${more ? 'at least ' : ''}${streams.length === 0 ? 'no stream' : pluralize(streams.length, 'stream')} in the last hour`,
  isBad: streams.length > 0,
  details: streams.map(
    ({ app, id, kind, detail, at }) =>
      `${shorten(`${app}/${id}`)}  ${formatTime(at, now)} ${[kind, detail].filter(Boolean).join(' ')}`,
  ),
  hints: log === null ? [] : [`Logs Insights, log group ${log.group}: ${log.query}`],
});

const refusals: Describe<'refusals'> = ({ count, coverage, sums }, now) => ({
  text: `${count === 0 ? 'nobody' : pluralize(count, 'time')} in the last hour${coverage === null ? '' : `, ${coverage}`}`,
  details: sums.map(
    (sum) =>
      `${shorten(sum.id === null ? sum.app : `${sum.app}/${sum.id}`)}  ${refusedName(sum)} ${pluralize(sum.count, 'time')}: ${formatReason(sum)}, last ${formatMinute(sum.lastAt, now)}`,
  ),
});

/** Describes each part. */
export const describers: { readonly [P in keyof StatusValues]: Describe<P> } = { alarms, counts, hooks, deferred, announcements, notifications, errors, refusals }; // biome-ignore format: a list
