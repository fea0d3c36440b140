import { render } from 'preact';
import { Board } from './board.ts';
import { BoardPage } from './parts/board-page.tsx';
import { noData, Store } from './store.ts';
import { loadToken } from './token-storage.ts';
import { home, parseView } from './view.ts';

/** Time for another tab to send its token before the form is shown, in ms: the form must not flash up. */
const TAB_REPLY_MS = 150;

const token = loadToken(); // first of all, since it removes the token from the address bar
const view = parseView(location.search);
const store = new Store({
  view,
  list: view.page === 'streams' ? view : home,
  token,
  isTokenRefused: false,
  ...noData,
});
const board = new Board(store);
const container = document.getElementById('board');
const draw = () => container !== null && render(<BoardPage board={board} />, container);
if (token === null) window.setTimeout(draw, TAB_REPLY_MS);
else draw();
board.refresh();
