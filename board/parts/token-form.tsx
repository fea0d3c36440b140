import { useEffect, useRef } from 'preact/hooks';
import { useBoard } from './use-board.ts';
import { useTitle } from './use-title.ts';

/** Asks for a token when there is none, or the receiver refused it. */
export function TokenForm() {
  const { board, state } = useBoard();
  const field = useRef<HTMLInputElement>(null);
  const remembered = useRef<HTMLInputElement>(null);
  useTitle('Streams');
  useEffect(() => field.current?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    board.signIn(field.current?.value.trim() ?? '', remembered.current?.checked);
  };
  return (
    <main class="sign-in">
      <h1>Streams</h1>
      <p>The status board of Ant Media Server’s webhooks.</p>
      <form onSubmit={submit}>
        <label for="token">Read token</label>
        <input
          id="token"
          ref={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          aria-invalid={state.refused}
          aria-describedby="token-help"
        />
        <p role="alert" class="refused">
          {state.refused &&
            'The receiver refused this token: it is unknown, expired or revoked, or lacks the scope read.'}
        </p>
        <label class="check">
          <input type="checkbox" ref={remembered} /> Remember on this device
        </label>
        <button type="submit" class="main">
          Show the streams
        </button>
      </form>
      <p id="token-help" class="note">
        Create one with <code>npm run tokens -- create --scope read --every-app</code>. It stays in the open tabs of
        this browser and is sent only in a header. A remembered token stays on this device until you sign out.
      </p>
    </main>
  );
}
