import { useEffect, useRef } from 'preact/hooks';
import { useBoard } from './use-board.ts';
import { useTitle } from './use-title.ts';

/** The page that asks for a token when there is none, or the receiver refused it. */
export function TokenForm() {
  useTitle('Streams');
  return (
    <main class="sign-in">
      <h1>Streams</h1>
      <p>The status board of Ant Media Server’s webhooks.</p>
      <Form />
      <p id="token-help" class="note">
        Create one with <code>npm run tokens -- create --scope read --every-app</code>. It stays in the open tabs of
        this browser and is sent only in a header. A remembered token stays on this device until you sign out.
      </p>
    </main>
  );
}

function Form() {
  const { board, state } = useBoard();
  const field = useRef<HTMLInputElement>(null);
  const remember = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    board.signIn(field.current?.value.trim() ?? '', remember.current?.checked);
  };
  const error = 'The receiver refused this token: it is unknown, expired or revoked, or lacks the scope read.';
  const hints = { autocomplete: 'off', spellcheck: false, 'aria-describedby': 'token-help' } as const;
  return (
    <form onSubmit={submit}>
      <label for="token">Read token</label>
      <input id="token" ref={field} type="password" required aria-invalid={state.isTokenRefused} {...hints} />
      <p role="alert" class="refused">
        {state.isTokenRefused && error}
      </p>
      <label class="check">
        <input type="checkbox" ref={remember} /> Remember on this device
      </label>
      <button type="submit" class="main">
        Show the streams
      </button>
    </form>
  );
}
