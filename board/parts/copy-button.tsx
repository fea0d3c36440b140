import { useState } from 'preact/hooks';

/** Time for which the notice is shown, in ms. */
const NOTICE_MS = 2_000;

/** A button that copies a text. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [notice, setNotice] = useState('');
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setNotice(done ? 'Copied' : 'The browser blocked copying');
    window.setTimeout(() => setNotice(''), NOTICE_MS);
  };
  return (
    <span class="copy">
      <button type="button" class="quiet" onClick={copy}>
        Copy {label}
      </button>
      <span role="status">{notice}</span>
    </span>
  );
}
