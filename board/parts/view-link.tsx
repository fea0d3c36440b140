import type { ComponentChildren } from 'preact';
import { toQuery, type View } from '../view.ts';
import { useBoard } from './use-board.ts';

interface Props {
  readonly to: View;
  readonly current?: 'page' | 'true' | undefined;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A link to another view of the board: a real one, which can be copied and opened in a new tab. */
export function ViewLink({ to, current, children, ...props }: Props) {
  const { board } = useBoard();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    board.go(to);
  };
  return (
    <a href={toQuery(to)} aria-current={current} onClick={follow} {...props}>
      {children}
    </a>
  );
}
