/** The options of `npm run events`. */
export interface EventsOptions {
  readonly follow?: true;
  readonly app?: string;
  /** Detail types. */
  readonly type?: readonly string[];
  readonly json?: true;
  /** The time before now at which to begin, in ms. */
  readonly since?: number;
  /** The URL that each announcement is posted to; may hold a password. */
  readonly forward?: string;
  readonly stack?: string;
}

/** The parts of the process that the command uses. */
export interface EventsDeps {
  /** Ends the command, as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** Whether standard output is a terminal: text for people, else JSON. */
  readonly isTerminal: boolean;
  /** Prints a line on standard error. */
  readonly note: (line: string) => void;
  /** The time between renewals of a rule's lease, in ms. @default a minute */
  readonly renewalMs?: number;
}

/** The parts that a source of announcements uses. */
export interface SourceDeps extends EventsDeps {
  /** Aborted by a source that cannot go on: ends what is being forwarded. The source then throws. */
  readonly ended: AbortController;
}
