import type { ComponentChildren } from 'preact';

interface Props {
  readonly title: string;
  /** What stands there when there is nothing; without it the whole section is left out. */
  readonly none?: string;
  readonly isEmpty: boolean;
  readonly children: ComponentChildren;
}

/** A part of a stream's page. */
export function Section({ title, none, isEmpty, children }: Props) {
  if (isEmpty && none === undefined) return null;
  return (
    <section>
      <h2>{title}</h2>
      {isEmpty ? <p class="nothing">{none}</p> : children}
    </section>
  );
}
