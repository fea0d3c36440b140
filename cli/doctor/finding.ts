import type { Probes } from './probe-receiver.ts';
import type { ReceiverFacts } from './receiver-facts.ts';
import type { ServerFacts } from './server-facts.ts';

/** Everything that is looked at. */
export interface Facts {
  readonly server: ServerFacts;
  readonly receiver: ReceiverFacts;
  readonly probes: Probes;
  /** In ms since the epoch. */
  readonly now: number;
}

/** How bad it is: hooks get lost, something else should be mended, or it should be known. */
export type Grade = 'fine' | 'lost' | 'warning' | 'note';

/** One row of the doctor's table. It holds no secret: URLs are masked. */
export interface Finding {
  readonly what: string;
  readonly grade: Grade;
  readonly found: string;
  /** Null where nothing in particular is. */
  readonly wanted: string | null;
  /** Why it matters. Null where it is fine. */
  readonly why: string | null;
  /** How to mend it. Null where there is nothing to do. */
  readonly mend: string | null;
  /** Set where hooks may get lost, which cannot be settled from here. */
  readonly unsettled?: true;
  /** The ids of all streams that it is about, masked. */
  readonly ids?: readonly string[];
}

/** Looks at one thing. Returns nothing where it does not apply. */
export type Check = (facts: Facts) => readonly Finding[];

/** Returns the row of something that is as it should be. */
export const fine = (what: string, found: string): Finding => ({
  what,
  grade: 'fine',
  found,
  wanted: null,
  why: null,
  mend: null,
});

/** Returns the row of something that should be known, and needs nothing to be done unless `mend` says so. */
export const note = (what: string, found: string, why: string, mend: string | null = null): Finding => ({
  what,
  grade: 'note',
  found,
  wanted: null,
  why,
  mend,
});

/** Returns whether hooks get lost; null where that is not settled from here. */
export function doHooksGetLost(findings: readonly Finding[]): boolean | null {
  if (findings.some(({ grade }) => grade === 'lost')) return true;
  return findings.some(({ unsettled }) => unsettled) ? null : false;
}

/** Says where a setting of an application is set that --fix sets, too. */
export const orByHand = (app: string, key: string, value: string | number): string =>
  `${FIX_SETS_IT}; by hand: ${inSettings(app, key, value)}`;

/** The beginning of how to mend what --fix does. */
export const FIX_SETS_IT = '--fix sets it';

/** Says where a setting of an application is set. */
export const inSettings = (app: string, key: string, value: string | number): string =>
  `in the web panel, Applications, ${app}, Settings, Advanced: "${key}": ${JSON.stringify(value)}`;
