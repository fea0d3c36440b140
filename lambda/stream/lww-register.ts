/** A value and the clock that brought it: the latest clock wins, whatever the order of arrival. */
export interface Register<T> {
  readonly value: T;
  /** When the event happened, in ms since the epoch. */
  readonly at: number;
}

/** The register that stands when both are known. At the same clock the greater JSON text stands: a rule that cannot see the order of arrival. */
export function later<T>(known: Register<T> | undefined, heard: Register<T>): Register<T> {
  if (known === undefined || heard.at > known.at) return heard;
  if (heard.at < known.at) return known;
  return JSON.stringify(heard.value) > JSON.stringify(known.value) ? heard : known;
}
