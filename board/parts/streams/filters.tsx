import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { statuses, statusName } from '../../../words/status.ts';
import { capitalise } from '../../format.ts';
import { sortNames } from '../../sort.ts';
import { useBoard } from '../use-board.ts';

const orderNames: Record<string, string> = {
  name: 'name',
  duration: 'longest',
  bitrate: 'highest bitrate',
  speed: 'slowest',
  drops: 'most dropped',
  error: 'latest error',
};

/** The filters and the order of the list: the API applies app and status, the page applies text and order to what is loaded. */
export function Filters({ apps }: { apps: readonly string[] }) {
  const { board, state } = useBoard();
  const { view } = state;
  const textField = useRef<HTMLInputElement>(null);
  useSearchShortcut(textField);
  const changeQuery = (change: { app?: string; status?: string }) => board.go({ ...view, ...change, cursor: '' });
  return (
    <search class="filters">
      <label>
        Text
        <input
          ref={textField}
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
              {capitalise(statusName(status))}
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

interface AppFilterProps {
  /** The app that is filtered by; empty for all. */
  readonly app: string;
  /** The known apps, as suggestions. */
  readonly apps: readonly string[];
  readonly choose: (app: string) => void;
}

/** The field for the app. Its draft is local: it survives a refresh, and sends no request yet. */
function AppFilter({ app, apps, choose }: AppFilterProps) {
  const [draft, setDraft] = useState(app);
  useEffect(() => setDraft(app), [app]);
  return (
    <label>
      App
      <input
        list="apps"
        placeholder="all"
        value={draft}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onChange={({ currentTarget }) => choose(currentTarget.value.trim())}
      />
      <datalist id="apps">
        {apps.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </label>
  );
}

/** Lets `/` focus the field, unless somebody is typing elsewhere. */
function useSearchShortcut(field: { current: HTMLInputElement | null }): void {
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [field]);
}
