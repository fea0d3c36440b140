import { useState } from 'preact/hooks';
import { receiverOf } from '../receiver.ts';
import { useBoard } from './use-board.ts';

/** Whose data this is: the stack and its region, with links to its dashboard and logs. Where it is narrow these fold. */
export function ReceiverName() {
  const [isOpen, setOpen] = useState(false);
  const receiver = receiverOf(useBoard().state);
  const links = receiver?.links ?? [];
  return (
    <>
      {links.length > 0 && (
        <button type="button" class="quiet unfold-place" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {receiver?.name}
        </button>
      )}
      <div class={`place${links.length > 0 ? ' folds' : ''}${isOpen ? ' open' : ''}`}>
        <span>{receiver?.title}</span>
        {links.map(({ text, url }) => (
          <a key={text} href={url} target="_blank" rel="noopener noreferrer">
            {text}
          </a>
        ))}
      </div>
    </>
  );
}
