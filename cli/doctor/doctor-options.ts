import type { MendOptions } from './mend/ask-first.ts';

/** The options of `npm run doctor`. */
export interface DoctorOptions extends MendOptions {
  readonly server: string;
  readonly user?: string;
  readonly app: string;
  readonly hook?: string;
  readonly stack?: string;
  readonly fix?: true;
  /** The foreign hosts whose broadcasts are changed, too. */
  readonly replaceHost?: readonly string[];
  readonly rotate?: true;
  readonly adopt?: true;
  /** The path of a copy. */
  readonly undo?: string;
}

/** The exit code of a media server that is set up right. */
export const FINE = 0;
/** That of one whose hooks get lost, and when not everything could be put back. */
export const HOOKS_GET_LOST = 1;
/** That when it could not look or change something, and when the command line is wrong. */
export const COULD_NOT = 2;
