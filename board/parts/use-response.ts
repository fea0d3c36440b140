import { apiPath } from '../view.ts';
import { useBoard } from './use-board.ts';

/** What the reader answered to the view that is shown, when (by `performance.now()`), and what its clock says now (ms); undefined before it has. */
export function useResponse<Answer>(): { answer: Answer; at: number; now: number } | undefined {
  const { state } = useBoard();
  const cached = state.kept.get(apiPath(state.view));
  const now = cached === undefined ? 0 : cached.date + performance.now() - cached.at;
  return cached && { answer: cached.body as Answer, at: cached.at, now }; // the other end is this project's reader
}
