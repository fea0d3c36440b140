import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Board } from '../board.ts';
import type { State } from '../store.ts';

/** What every part of the page may use. */
export interface BoardContextValue {
  readonly board: Board;
  readonly state: State;
}

export const BoardContext = createContext<BoardContextValue | null>(null);

/** The board around this part of the page, and its state. */
export function useBoard(): BoardContextValue {
  const context = useContext(BoardContext);
  if (context === null) throw new Error('expected a board around this part of the page');
  return context;
}
