import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Density, loadDensity, saveDensity } from '../../density.ts';
import { capitalise } from '../../format.ts';
import { tileName, tiles } from '../../tiles.ts';
import { Select } from '../select.tsx';
import { useBoard } from '../use-board.ts';
import { AppFilter } from './app-filter.tsx';

/** The orders of a phone, which has no heads of columns. */
const orders = [
  ['', 'trouble first'],
  ['name', 'name'],
  ['duration', 'longest'],
  ['bitrate', 'highest bitrate'],
  ['speed', 'slowest'],
  ['drops', 'most dropped'],
  ['error', 'latest error'],
] as const;

const statuses = [['', 'all'], ...tiles.map((tile) => [tile, capitalise(tileName(tile))] as const)] as const;

/** The filters, which the receiver applies, and the order and height of the rows, which are of this page. What they find stands beside them. */
export function Filters({ apps, children }: { apps: readonly string[]; children: ComponentChildren }) {
  const { board, state } = useBoard();
  const { view } = state;
  const [isOpen, setOpen] = useState(false);
  const change = (changed: { app?: string; status?: string; text?: string }) =>
    board.go({ ...view, ...changed, cursor: '' });
  return (
    <search class="filters">
      <SearchField text={view.text} search={(text) => change({ text })} />
      <button type="button" class="unfold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Filters
      </button>
      <div class={isOpen ? 'fold open' : 'fold'}>
        <AppFilter app={view.app} apps={apps} choose={(app) => change({ app })} />
        <Select label="Status" value={view.status} options={statuses} choose={(status) => change({ status })} />
        <div class="order">
          <Select
            label="Order"
            value={view.sort}
            options={orders}
            choose={(sort) => board.go({ ...view, sort }, true)}
          />
        </div>
        <DensityButton />
      </div>
      {children}
    </search>
  );
}

/** The field of the text to search for. Its draft is local: the receiver searches when it is entered, or left. */
function SearchField({ text, search }: { text: string; search: (text: string) => void }) {
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => setDraft(text), [text]);
  useSearchShortcut(field);
  return (
    <label>
      Search
      <input
        ref={field}
        type="search"
        placeholder="id, name, error …, then Enter"
        aria-keyshortcuts="/"
        value={draft}
        onInput={({ currentTarget: { value } }) => {
          setDraft(value);
          if (value === '' && text !== '') search('');
        }}
        onChange={({ currentTarget }) => search(currentTarget.value.trim())}
      />
    </label>
  );
}

function DensityButton() {
  const [density, setDensity] = useState(loadDensity);
  const other: Density = density === 'compact' ? 'comfortable' : 'compact';
  useLayoutEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  const change = () => {
    saveDensity(other);
    setDensity(other);
  };
  return (
    <button type="button" class="density" onClick={change}>
      {capitalise(other)} rows
    </button>
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
