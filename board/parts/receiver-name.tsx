import { useState } from 'preact/hooks';
import { receiverOf } from '../receiver-links.ts';
import { ExternalLink } from './external-link.tsx';
import { useBoard } from './use-board.ts';

/** The name of the receiver: the stack and its region, with links to its dashboard and logs. Where it is narrow these fold. */
export function ReceiverName() {
  const [isOpen, setOpen] = useState(false);
  const { name, title, links = [] } = receiverOf(useBoard().state) ?? {};
  const folds = links.length > 0;
  return (
    <>
      {folds && (
        <button type="button" class="quiet unfold-place" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {name}
        </button>
      )}
      <div class={`place${folds ? ' folds' : ''}${isOpen ? ' open' : ''}`}>
        <span>{title}</span>
        {links.map(({ text, url }) => (
          <ExternalLink key={text} url={url}>
            {text}
          </ExternalLink>
        ))}
      </div>
    </>
  );
}
