import { useEffect, useState } from 'preact/hooks';
import type { Board } from '../board.ts';
import type { View } from '../view.ts';
import { ActivityPage } from './activity/activity-page.tsx';
import { Frame } from './frame.tsx';
import { QuarantinePage } from './quarantine-page.tsx';
import { ServersPage } from './servers-page.tsx';
import { StreamPage } from './stream/stream-page.tsx';
import { StreamsPage } from './streams/streams-page.tsx';
import { TokenForm } from './token-form.tsx';
import { BoardContext } from './use-board.ts';

const pages: Record<View['page'], () => preact.JSX.Element> = {
  streams: StreamsPage,
  stream: StreamPage,
  activity: ActivityPage,
  servers: ServersPage,
  quarantine: QuarantinePage,
};

/** The whole page: the form for the token, or the page of the view. */
export function BoardPage({ board }: { board: Board }) {
  const [state, setState] = useState(board.store.state);
  useEffect(() => {
    const draw = () => setState(board.store.state);
    draw(); // the state may have changed since the first drawing
    return board.store.subscribe(draw);
  }, [board]);
  const { page, app, id } = state.view;
  const CurrentPage = pages[page];
  return (
    <BoardContext.Provider value={{ board, state }}>
      {state.token === null ? (
        <TokenForm />
      ) : (
        <Frame>
          <CurrentPage key={JSON.stringify([page, page === 'stream' && [app, id]])} />
        </Frame>
      )}
    </BoardContext.Provider>
  );
}
