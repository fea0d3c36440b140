import { render } from 'preact';
import { Board } from './board.ts';
import { App } from './parts/board-page.tsx';
import { takeToken } from './remembered-token.ts';
import { nothingTold, Store } from './store.ts';
import { home, viewOf } from './view.ts';

/** So long another tab has to give its token before the form is shown, in ms: nobody sees the form flash by. */
const TABS_ANSWER_MS = 150;

const token = takeToken(); // first of all: it leaves the address bar
const view = viewOf(location.search);
const store = new Store({
  view,
  list: view.page === 'streams' ? view : home,
  token,
  refused: false,
  ...nothingTold,
});
const board = new Board(store);
const place = document.getElementById('board');
const draw = () => place !== null && render(<App board={board} />, place);
if (token === null) window.setTimeout(draw, TABS_ANSWER_MS);
else draw();
board.refresh();
