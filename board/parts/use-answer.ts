import { pathOf } from '../view.ts';
import { useBoard } from './use-board.ts';

/** What the reader answered to the view that is shown, and when (by `performance.now()`); undefined before it has. */
export function useAnswer<Answer>(): { answer: Answer; at: number } | undefined {
  const { state } = useBoard();
  const kept = state.kept.get(pathOf(state.view));
  return kept && { answer: kept.body as Answer, at: kept.at }; // the other end is this project's reader
}
