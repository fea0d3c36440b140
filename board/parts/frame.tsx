import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { home } from '../view.ts';
import { ConnectionNotice, Freshness } from './connection-state.tsx';
import { ReceiverName } from './receiver-name.tsx';
import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

/** The frame of every page: the navigation, the age of the data, and the notice of a lost connection. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { board, state } = useBoard();
  const { view } = state;
  const main = useRef<HTMLElement>(null);
  const header = useRef<HTMLElement>(null);
  useMeasuredHeight(header);
  useFocusOnNewPage(main, JSON.stringify([view.page, view.cursor, view.page === 'stream' && [view.app, view.id]]));
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header ref={header}>
        <div class="top">
          <Navigation />
          <ReceiverName />
          <Freshness />
          <button type="button" class="quiet" onClick={() => board.signOut()}>
            Sign out
          </button>
        </div>
        <ConnectionNotice />
      </header>
      <main tabIndex={-1} ref={main}>
        {children}
      </main>
    </>
  );
}

function Navigation() {
  const { view, list } = useBoard().state;
  const current = (page: typeof view.page) => (view.page === page ? ('page' as const) : undefined);
  return (
    <nav aria-label="Board">
      <ViewLink
        to={view.page === 'streams' ? home : list}
        current={view.page === 'stream' ? 'true' : current('streams')}
      >
        Streams
      </ViewLink>
      <ViewLink to={{ ...home, page: 'activity' }} current={current('activity')}>
        Activity
      </ViewLink>
      <ViewLink to={{ ...home, page: 'servers' }} current={current('servers')}>
        Servers
      </ViewLink>
      <ViewLink to={{ ...home, page: 'quarantine' }} current={current('quarantine')}>
        Quarantine
      </ViewLink>
    </nav>
  );
}

/** Lets what sticks below the header know its height, which a notice changes. */
function useMeasuredHeight(header: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const { current } = header;
    if (current === null) return;
    const observer = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--top', `${current.offsetHeight}px`),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [header]);
}

/** Moves the focus to the heading of a new page, so that screen readers announce it; the browser handles the first page. */
function useFocusOnNewPage(main: { current: HTMLElement | null }, page: string): void {
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    main.current?.querySelector('h1')?.focus({ preventScroll: true });
    window.scrollTo(0, history.state?.scrollY ?? 0); // where the viewer left it
  }, [main, page]);
}
