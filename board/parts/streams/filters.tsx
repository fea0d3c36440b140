import { useLayoutEffect, useRef } from 'preact/hooks';
import { statuses, statusName } from '../../../words/status.ts';
import { capitalise } from '../../format.ts';
import { sortNames } from '../../sort.ts';
import { useBoard } from '../use-board.ts';
import { AppFilter } from './app-filter.tsx';

const orderNames: Record<string, string> = {
  name: 'name',
  duration: 'longest',
  bitrate: 'highest bitrate',
  speed: 'slowest',
  drops: 'most dropped',
  error: 'latest error',
};

type Options = readonly (readonly [value: string, text: string])[];

const statusOptions: Options = [
  ['', 'all'],
  ...statuses.map((status) => [status, capitalise(statusName(status))] as const),
];
const orderOptions: Options = [
  ['', 'newest first'],
  ...sortNames.map((name) => [name, orderNames[name] ?? name] as const),
];

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
      <Select label="Status" value={view.status} options={statusOptions} choose={(status) => changeQuery({ status })} />
      <Select
        label="Order"
        value={view.sort}
        options={orderOptions}
        choose={(sort) => board.go({ ...view, sort }, true)}
      />
    </search>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: Options;
  readonly choose: (value: string) => void;
}

function Select({ label, value, options, choose }: SelectProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
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
