import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Board } from '../board.ts';
import type { State } from '../store.ts';

/** What every part of the page may use. */
export interface Around {
  readonly board: Board;
  readonly state: State;
}

export const AroundContext = createContext<Around | null>(null);

/** The board around this part of the page, and its state. */
export function useBoard(): Around {
  const around = useContext(AroundContext);
  if (around === null) throw new Error('expected a board around this part of the page');
  return around;
}
