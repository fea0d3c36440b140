import type { PresumedStart } from '../../../lambda/stream/presumed-start.ts';
import type { Outcome } from '../../../lambda/table/recorder.ts';
import { toPrintable } from '../../../terminal/printable.ts';
import type { AdoptionPlan, NotAdopted } from './plan-adoption.ts';

/** A stream that was recorded as started, with what became of it. */
export interface Adopted {
  readonly start: PresumedStart;
  /** Null where nothing was recorded, with --dry-run. */
  readonly outcome: Outcome | null;
  /** Whether the table has it as live afterwards; null where that was not read. */
  readonly isLive: boolean | null;
}

const lineOf = ({ id, at, name }: PresumedStart): string =>
  toPrintable(`${id}${name === undefined ? '' : ` (${name})`}, live since ${new Date(at).toISOString()}`);

/** Renders the streams that are recorded as started, and those that are not, as lines. */
export function renderAdoption({ starts, left }: AdoptionPlan, isDryRun: boolean): string {
  const head = isDryRun ? 'Would be recorded as started:' : 'To be recorded as started:';
  const lines = starts.length === 0 ? ['Nothing to record.'] : [head, ...starts.map((start) => `  ${lineOf(start)}`)];
  return [...lines, ...renderNotAdopted(left)].join('\n');
}

const renderNotAdopted = (left: readonly NotAdopted[]): string[] =>
  left.length === 0 ? [] : ['Not recorded:', ...left.map(({ id, why }) => `  ${toPrintable(`${id}: ${why}`)}`)];

/** Renders the streams that are not live in the table all the same, as lines. */
export const renderNotLive = (adopted: readonly Adopted[]): string =>
  adopted
    .filter(({ isLive }) => isLive === false)
    .map(({ start }) => toPrintable(`${start.id}: recorded, and not live in the table: ${NOT_LIVE}`))
    .join('\n');

const NOT_LIVE =
  'a hook has reported a later end, or that of this start; or its heartbeats do not come, so that its end is presumed.';

/** Returns the streams that were recorded as started, and those that were not, for --json. */
export const toAdoptionJson = (adopted: readonly Adopted[], { left }: AdoptionPlan, isDryRun: boolean) => ({
  dryRun: isDryRun,
  adopted: adopted.map(({ start: { id, at, name = null }, outcome, isLive: live }) => ({
    ...{ id, name, startedAt: new Date(at).toISOString(), outcome, live },
  })),
  notAdopted: left,
});
