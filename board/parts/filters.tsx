import { useLayoutEffect, useRef } from 'preact/hooks';
import { statusName } from '../board-words.ts';
import type { Stream } from '../responses.ts';
import { sortNames } from '../sort.ts';
import { AppFilter } from './app-filter.tsx';
import { useBoard } from './use-board.ts';

const statuses: readonly Stream['status'][] = ['live', 'presumedEnded', 'ended', 'unknown'];

/** Which streams are shown, and in which order: app and status are asked of the reader, text and order apply to what is loaded. */
export function Filters({ apps }: { apps: readonly string[] }) {
  const { board, state } = useBoard();
  const { view } = state;
  const text = useRef<HTMLInputElement>(null);
  useSearchShortcut(text);
  const changeQuery = (change: { app?: string; status?: string }) => board.go({ ...view, ...change, cursor: '' });
  return (
    <search class="filters">
      <label>
        Text
        <input
          ref={text}
          type="search"
          placeholder="name, id, room, error: press / to search"
          aria-keyshortcuts="/"
          value={view.text}
          onInput={({ currentTarget }) => board.go({ ...view, text: currentTarget.value }, true)}
        />
      </label>
      <AppFilter app={view.app} apps={apps} choose={(app) => changeQuery({ app })} />
      <label>
        Status
        <select value={view.status} onChange={({ currentTarget }) => changeQuery({ status: currentTarget.value })}>
          <option value="">all</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {statusName(status)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Order
        <select
          value={view.sort}
          onChange={({ currentTarget }) => board.go({ ...view, sort: currentTarget.value }, true)}
        >
          <option value="">newest first</option>
          {sortNames.map((name) => (
            <option key={name} value={name}>
              {orderNames[name]}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}

const orderNames: Record<string, string> = {
  name: 'name',
  duration: 'longest',
  bitrate: 'highest bitrate',
  speed: 'slowest',
  drops: 'most dropped',
  error: 'latest error',
};

/** `/` goes to the text, as on many pages, unless somebody is typing. */
function useSearchShortcut(field: { current: HTMLInputElement | null }): void {
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const types = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key !== '/' || types || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [field]);
}
