import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Board } from '../board.ts';
import type { BoardState } from '../store.ts';
import { apiPath } from '../view.ts';

interface BoardContextValue {
  readonly board: Board;
  readonly state: BoardState;
}

export const BoardContext = createContext<BoardContextValue | null>(null);

/** Returns the board that this component is part of, and its state. */
export function useBoard(): BoardContextValue {
  const context = useContext(BoardContext);
  if (context === null) throw new Error('expected a BoardContext around this component');
  return context;
}

/** The response for the view on the page. */
export interface CurrentResponse<Body> {
  readonly body: Body;
  /** The time for which its running durations hold, by the monotonic clock, in ms. */
  readonly at: number;
  /** The receiver's clock now, in ms since the epoch. */
  readonly now: number;
}

/** Returns the response for the view on the page; undefined until there is one. */
export function useResponse<Body>(): CurrentResponse<Body> | undefined {
  const { state } = useBoard();
  const cached = state.cache.get(apiPath(state.view));
  if (cached === undefined) return undefined;
  const now = cached.date + performance.now() - cached.at;
  return { body: cached.body as Body, at: cached.at, now }; // it comes from this project's reader
}
