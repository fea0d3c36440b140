import type { ComponentChildren } from 'preact';
import type { Grade } from '../grades.ts';

/** A measurement in the colour of its grade, with the word for it. */
export const Graded = ({ grade: { kind, word }, children }: { grade: Grade; children: ComponentChildren }) => (
  <span class={kind}>
    {children}
    {word !== null && `, ${word}`}
  </span>
);
