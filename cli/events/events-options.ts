/** The options of `npm run events`. */
export interface EventsOptions {
  readonly follow?: true;
  readonly app?: string;
  /** Detail types. */
  readonly type?: readonly string[];
  readonly json?: true;
  /** How far back to begin, in ms. */
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
}
