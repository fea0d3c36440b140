import { toPrintable } from '../../../terminal/printable.ts';
import { recommended } from '../../../words/media-server-settings.ts';
import { FORM_TYPE } from '../checks/delivery-checks.ts';
import type { Facts } from '../finding.ts';
import { maskId } from '../list-ids.ts';
import { findDestination, maskUrl } from '../receiver-url.ts';
import type { MendOptions } from './ask-first.ts';
import type { LeftAlone } from './left-alone.ts';
import type { MendPlan } from './mend-plan.ts';

/** A change for people. It holds no secret: URLs are masked, and of other texts only those that are known are shown. */
export interface DescribedChange {
  /** The key of a setting, or `broadcast ID`. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** Describes the changes of a plan. */
export function describePlan({ settings, broadcasts }: MendPlan, facts: Facts): DescribedChange[] {
  const { receiver, server, now } = facts;
  const mask = (url: string | null) => maskUrl(url, findDestination(url, 'hooks', receiver, server.url, now), receiver);
  const describe = (key: string, value: unknown) =>
    key === 'listenerHookURL' ? mask(typeof value === 'string' ? value : null) : describeValue(value);
  return [
    ...settings.map(({ key, from, to }) => ({ what: key, from: describe(key, from), to: describe(key, to) })),
    ...broadcasts.map(({ id, from, to }) => ({ what: `broadcast ${maskId(id)}`, from: mask(from), to: mask(to) })),
  ];
}

/** Describes the value of a setting. Any text may be a secret. */
export function describeValue(value: unknown): string {
  if (typeof value === 'number' || value === FORM_TYPE || value === recommended.webhookContentType) return `${value}`;
  return value === null || value === undefined || value === '' ? 'nothing' : 'another value (not shown)';
}

/** Renders changes as lines. */
export function renderChanges(changes: readonly DescribedChange[], { dryRun }: MendOptions): string {
  if (changes.length === 0) return 'Nothing to change.';
  const width = Math.max(...changes.map(({ what }) => what.length));
  const lines = changes.map(({ what, from, to }) => `  ${toPrintable(`${what.padEnd(width)}  ${from} → ${to}`)}`);
  return [dryRun ? 'Would be changed:' : 'To be changed:', ...lines].join('\n');
}

/** Renders what is not changed as lines, and the reasons. */
export const renderLeft = (left: readonly LeftAlone[]): string =>
  left.length === 0
    ? ''
    : ['Not changed:', ...left.map(({ what, why }) => `  ${toPrintable(`${what}: ${why}`)}`)].join('\n');

/** Returns changes, and what was not changed, for --json. */
export const toMendJson = (
  changes: readonly DescribedChange[],
  left: readonly LeftAlone[],
  { dryRun }: MendOptions,
) => ({
  dryRun: dryRun === true,
  changes,
  notChanged: left.map(({ what, why }) => ({ what, why })),
});
