import { render } from 'preact';
import { Board } from './board.ts';
import { App } from './parts/app.tsx';
import { nothingTold, Store } from './store.ts';
import { takeToken } from './token.ts';
import { home, viewOf } from './view.ts';

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
if (place !== null) render(<App board={board} />, place);
board.refresh();
