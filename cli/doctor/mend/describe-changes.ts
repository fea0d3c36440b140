import { groupBy } from '../../../lambda/group-by.ts';
import { toPrintable } from '../../../terminal/printable.ts';
import { recommended } from '../../../words/media-server-settings.ts';
import { FORM_TYPE } from '../checks/delivery-checks.ts';
import type { Facts } from '../finding.ts';
import { maskId, nameBroadcasts } from '../list-ids.ts';
import { hostOf, maskUrl } from '../receiver-url.ts';
import { locateByToken } from '../settle-destination.ts';
import type { MendOptions } from './ask-first.ts';
import type { LeftAlone } from './left-alone.ts';
import type { MendPlan, SettingChange } from './mend-plan.ts';

/** A change for people. It holds no secret: URLs are masked, and of other texts only those that are known are shown. */
export interface DescribedChange {
  /** The key of a setting, or `broadcast ID`. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** What else should be known of it. */
  readonly note?: string | undefined;
  /** The id of the broadcast that it changes, masked. */
  readonly id?: string;
}

/** Describes the changes of a plan. */
export function describePlan({ settings, broadcasts }: MendPlan, facts: Facts): DescribedChange[] {
  const mask = (url: string | null) => maskUrl(url, locateByToken(url, 'hooks', facts), facts.receiver);
  const describe = (key: string, value: unknown) =>
    key === 'listenerHookURL' ? mask(typeof value === 'string' ? value : null) : describeValue(value);
  return [
    ...settings.map((change) => ({
      ...{ what: change.key, from: describe(change.key, change.from), to: describe(change.key, change.to) },
      note: describeCatch(change, facts),
    })),
    ...broadcasts.map(({ id, from, to }) => ({
      ...describeBroadcast(id, mask(from), mask(to)),
      note: uncheckedToken(facts),
    })),
  ];
}

/** Describes the change of a broadcast's webhook URL; both URLs are masked. */
export const describeBroadcast = (id: string, from: string, to: string): DescribedChange => ({
  ...{ what: `broadcast ${maskId(id)}`, from, to, id: maskId(id) },
});

/** Says that the token of the operator's URL may be no good. */
const uncheckedToken = ({ receiver }: Facts): string | undefined =>
  receiver.tokens === undefined ? 'its token could not be checked here' : undefined;

/** Says what the table does not tell of a webhook URL that is set. */
function describeCatch({ key, from }: SettingChange, facts: Facts): string | undefined {
  if (key !== 'listenerHookURL') return undefined;
  const unchecked = uncheckedToken(facts);
  const old = typeof from === 'string' && locateByToken(from, 'hooks', facts) === 'foreign' ? hostOf(from) : undefined;
  const catches = [
    ...(unchecked === undefined ? [] : [unchecked]),
    ...(old === undefined ? [] : [`${old} gets no more hooks of this application`]),
  ];
  return catches.join('; ') || undefined;
}

/** Describes the value of a setting. Any text may be a secret. */
export function describeValue(value: unknown): string {
  if (typeof value === 'number' || value === FORM_TYPE || value === recommended.webhookContentType) return `${value}`;
  return value === null || value === undefined || value === '' ? 'nothing' : 'another value (not shown)';
}

/** Renders changes as lines, one for all broadcasts of which the same is changed. */
export function renderChanges(changes: readonly DescribedChange[], { dryRun }: MendOptions): string {
  if (changes.length === 0) return 'Nothing to change.';
  const rows = groupBroadcasts(
    changes,
    ({ from, to, note }) => `${from} → ${to}${note === undefined ? '' : ` (${note})`}`,
  );
  const width = Math.max(...rows.map(([what]) => what.length));
  const lines = rows.map(([what, text]) => `  ${toPrintable(`${what.padEnd(width)}  ${text}`)}`);
  return [dryRun ? 'Would be changed:' : 'To be changed:', ...lines].join('\n');
}

/** Returns what each thing is with its text, all broadcasts that have the same text together. */
function groupBroadcasts<T extends { readonly what: string; readonly id?: string }>(
  things: readonly T[],
  textOf: (thing: T) => string,
): [what: string, text: string][] {
  const groups = groupBy(things, (thing) => `${thing.id === undefined ? thing.what : ''} ${textOf(thing)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const ids = group.flatMap(({ id }) => id ?? []);
    return first === undefined ? [] : [[ids.length === 0 ? first.what : nameBroadcasts(ids), textOf(first)]];
  });
}

/** Renders what is not changed as lines, and the reasons. */
export const renderLeft = (left: readonly LeftAlone[]): string =>
  left.length === 0
    ? ''
    : [
        'Not changed:',
        ...groupBroadcasts(left, ({ why }) => why).map(([what, why]) => `  ${toPrintable(`${what}: ${why}`)}`),
      ].join('\n');

/** Returns changes, and what was not changed, for --json. */
export const toMendJson = (
  changes: readonly DescribedChange[],
  left: readonly LeftAlone[],
  { dryRun }: MendOptions,
) => ({
  dryRun: dryRun === true,
  changes: changes.map(({ what, from, to, note }) => ({ what, from, to, note })),
  notChanged: left.map(({ what, why }) => ({ what, why })),
});
