import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Answer, ApiPath } from '../../client/api-types.ts';
import type { Board } from '../board.ts';
import { type ApiRequest, mainRequest, requestKey } from '../requests.ts';
import type { BoardState } from '../store.ts';

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

/** A response that the page shows. */
export interface CurrentResponse<P extends ApiPath> {
  readonly body: Answer<P>;
  readonly headers: Headers;
  /** The time for which its running durations hold, by the monotonic clock, in ms. */
  readonly at: number;
  /** The receiver's clock now, in ms since the epoch. */
  readonly now: number;
}

/** Returns the response to a request; undefined until there is one. */
export function useAnswer<P extends ApiPath>(request: ApiRequest<P>): CurrentResponse<P> | undefined {
  const { cache } = useBoard().state;
  const cached = cache.get(requestKey(request));
  if (cached === undefined) return undefined;
  const { headers, at, date } = cached;
  const body = cached.body as Answer<P>; // it comes from this project's reader
  return { body, headers, at, now: date + performance.now() - at };
}

/** Returns the response that the page is about, whose view asks this path; undefined until there is one. */
export function useMainAnswer<P extends ApiPath>(path: P): CurrentResponse<P> | undefined {
  const main = mainRequest(useBoard().state.view);
  const answer = useAnswer(main as unknown as ApiRequest<P>); // where it is of this path
  return main.path === path ? answer : undefined;
}
