/** A last-writer-wins register: the value with the latest clock wins, in any order of arrival. */
export interface LwwRegister<T> {
  readonly value: T;
  /** When the event happened, in ms since the epoch. */
  readonly at: number;
}

/** Returns the register that wins. At the same clock it is the greater JSON text, whatever arrived first. */
export function mergeLww<T>(current: LwwRegister<T> | undefined, incoming: LwwRegister<T>): LwwRegister<T> {
  if (current === undefined || incoming.at > current.at) return incoming;
  if (incoming.at < current.at) return current;
  return JSON.stringify(incoming.value) > JSON.stringify(current.value) ? incoming : current;
}
