/** A value and the clock that brought it: the latest clock wins, whatever the order of arrival. */
export interface LwwRegister<T> {
  readonly value: T;
  /** When the event happened, in ms since the epoch. */
  readonly at: number;
}

/** The register that stands when both are known. At the same clock the greater JSON text stands: a rule that cannot see the order of arrival. */
export function mergeLww<T>(current: LwwRegister<T> | undefined, incoming: LwwRegister<T>): LwwRegister<T> {
  if (current === undefined || incoming.at > current.at) return incoming;
  if (incoming.at < current.at) return current;
  return JSON.stringify(incoming.value) > JSON.stringify(current.value) ? incoming : current;
}
