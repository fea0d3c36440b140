/** The uses of a stream that somebody asks for. */
export const keyUses = ['publish', 'play'] as const;
export type KeyUse = (typeof keyUses)[number];

/** The reasons for a refusal, in the order of the rules that find them. */
export const refusalReasons = [
  'wrongUrl',
  'unreadable',
  'reservedParameter',
  'noKey',
  'unknownKey',
  'expired',
  'notYet',
  'otherStream',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** The reasons that are counted: a wrong URL names no app that could be believed. */
export type CountedReason = Exclude<RefusalReason, 'wrongUrl'>;
export const countedReasons = refusalReasons.filter((reason) => reason !== 'wrongUrl');

/** A refusal to count. */
export interface Refusal {
  readonly app: string;
  /** The id that was asked for; null where the question has none that can be stored. */
  readonly id: string | null;
  readonly use: KeyUse;
  readonly reason: CountedReason;
  /** The time of the question, in ms since the epoch. */
  readonly at: number;
}

/** The refusals of a stream for one reason in one minute; beyond the limit of rows, those of an app in one hour, without an id. */
export interface RefusalCount extends Refusal {
  readonly count: number;
}
