import { home } from '../view.ts';
import { UntrustedText } from './untrusted-text.tsx';
import { ViewLink } from './view-link.tsx';

interface Props {
  readonly app: string;
  readonly id: string;
  /** The text of the link. @default the id */
  readonly text?: string;
}

/** A link to the page of a stream. */
export function StreamLink({ app, id, text = id }: Props) {
  return (
    <ViewLink to={{ ...home, page: 'stream', app, id }}>
      <UntrustedText text={text} />
    </ViewLink>
  );
}
