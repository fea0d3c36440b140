/** An event of the history, as far as presumed starts and ends are concerned. */
export interface HistoryEvent {
  readonly action: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Shown with the event of a presumed start: where it comes from, and what replaces it. */
export const PRESUMED_START =
  'No hook has reported this start: the media server had the stream live. A start that a hook reports within 10 s of it replaces it.';

/** Returns whether an event of the history is a presumed start. A hook can have the same action, but then it has the id of its stream. */
export const isPresumedStart = ({ action, fields }: HistoryEvent): boolean =>
  action === 'presumedStart' && fields.cause === 'mediaServer' && !Object.hasOwn(fields, 'id');
