import { maskId } from '../list-ids.ts';

/** Something that is wrong and stays so. */
export interface LeftAlone {
  readonly what: string;
  /** The id of the broadcast that it is, where it is one. */
  readonly id?: string;
  readonly why: string;
  /** Whether it was to be changed; else it is left alone on purpose. */
  readonly isFailure: boolean;
}

/** Returns a broadcast that stays as it is. */
export const leaveBroadcast = (id: string, why: string, isFailure = false): LeftAlone => ({
  ...{ what: `broadcast ${maskId(id)}`, id, why, isFailure },
});

/** Why a broadcast is left alone that has neither the URL that it should have nor that which it had. */
export const WAS_CHANGED = 'its webhook URL was changed meanwhile by somebody else';

/** Why a live pull source is left alone. */
export const IS_RUNNING_SOURCE = 'a live pull source, which a change restarts: --restart-sources';
