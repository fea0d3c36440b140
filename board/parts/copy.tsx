import { useState } from 'preact/hooks';

/** How long it says that it has copied, in ms. */
const SAID_MS = 2_000;

/** A button that copies a text. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [said, say] = useState('');
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    say(done ? 'Copied' : 'The browser did not let it');
    window.setTimeout(() => say(''), SAID_MS);
  };
  return (
    <span class="copy">
      <button type="button" class="quiet" onClick={copy}>
        Copy {what}
      </button>
      <span role="status">{said}</span>
    </span>
  );
}
