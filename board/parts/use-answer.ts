import { pathOf } from '../view.ts';
import { useBoard } from './use-board.ts';

/** What the reader answered to the view that is shown, when (by `performance.now()`), and what its clock says now (ms); undefined before it has. */
export function useAnswer<Answer>(): { answer: Answer; at: number; now: number } | undefined {
  const { state } = useBoard();
  const kept = state.kept.get(pathOf(state.view));
  const now = kept === undefined ? 0 : kept.date + performance.now() - kept.at;
  return kept && { answer: kept.body as Answer, at: kept.at, now }; // the other end is this project's reader
}
