import type { ComponentChildren } from 'preact';

interface Props {
  /** An address from the receiver; null or undefined where it knows none. */
  readonly url: string | null | undefined;
  readonly children: ComponentChildren;
}

/** Whether an address is one of the web, and not a script. */
export const isWebAddress = (url: string | null | undefined): url is string => url != null && /^https?:/.test(url);

/** A link that opens beside the board; without an address of the web its text alone. */
export function ExternalLink({ url, children }: Props) {
  if (!isWebAddress(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
