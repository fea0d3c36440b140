import type { ComponentChildren } from 'preact';

interface Props {
  readonly title: string;
  /** The text of an empty section; without it an empty section is left out. */
  readonly none?: string;
  readonly isEmpty: boolean;
  readonly children: ComponentChildren;
}

/** A section of a stream's page. */
export function Section({ title, none, isEmpty, children }: Props) {
  if (isEmpty && none === undefined) return null;
  return (
    <section>
      <h2>{title}</h2>
      {isEmpty ? <p class="nothing">{none}</p> : children}
    </section>
  );
}
