/** Something that is wrong and stays so. */
export interface LeftAlone {
  readonly what: string;
  readonly why: string;
  /** Whether it was to be changed; else it is left alone on purpose. */
  readonly isFailure: boolean;
}

/** Why a live pull source is left alone. */
export const IS_RUNNING_SOURCE = 'a live pull source, which a change restarts: --restart-sources';
