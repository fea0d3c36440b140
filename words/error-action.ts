import type { actions } from '../lambda/hook/actions.ts';

type ErrorAction = {
  [A in keyof typeof actions]: (typeof actions)[A] extends { readonly class: 'error' } ? A : never;
}[keyof typeof actions];

/** The actions that report an error of a stream (all of them, or it does not compile), each with the member of its metadata that says of what. */
const detailNames: Record<ErrorAction, string | null> = {
  endpointFailed: 'rtmp-url',
  publishTimeoutError: 'subscriberId',
  encoderNotOpenedError: null,
};

/** Returns the actions that report an error of a stream. */
export const errorActions = (): string[] => Object.keys(detailNames);

interface HistoryEvent {
  readonly action: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Whether an action reports an error of its stream. */
export const isErrorAction = (action: string): action is ErrorAction => Object.hasOwn(detailNames, action);

/** Returns what an error in the history is about, a masked URL or a subscriber; null where the hook does not say, and of every other event. */
export function errorDetailOf({ action, fields }: HistoryEvent): string | null {
  const name = isErrorAction(action) ? detailNames[action] : null;
  const { metadata } = fields;
  if (name === null || metadata === null || metadata === undefined) return null;
  if (typeof metadata === 'string') return action === 'endpointFailed' ? metadata || null : null; // the URL alone, before 2.10
  const detail = (metadata as Record<string, unknown>)[name]; // a number or a list has no such member
  return typeof detail === 'string' ? detail || null : null;
}
