import { recommendedSettings } from '../../../words/media-server-settings.ts';
import { CopyButton } from '../copy-button.tsx';

/** Explains how to point Ant Media Server at this receiver, while there are no streams. */
export function SetupGuide() {
  const base = new URL('.', location.href);
  const settings = recommendedSettings(`${base.origin}${base.pathname}hooks/LiveApp/TOKEN`);
  return (
    <section class="empty">
      <h2>No streams yet</h2>
      <ol>
        <li>
          Create a token for hooks: <code>npm run tokens -- create --app LiveApp</code>. For the receiver on this
          machine, the token in the webhook URL that <code>npm start</code> printed is enough.
        </li>
        <li>
          In Ant Media Server’s web panel open <b>Applications</b>, your application, <b>Settings</b>, <b>Advanced</b>,
          and set:
          <pre>{settings}</pre>
          <CopyButton text={settings} label="settings" /> Replace <code>TOKEN</code> with the token and{' '}
          <code>LiveApp</code> with the name of your application.
        </li>
        <li>
          Keep <code>application/json</code>: in form mode a stream without a name sends no heartbeats, so its health is
          unknown. Keep the retries too: without <code>webhookRetryCount</code> a hook that fails once is lost.
        </li>
      </ol>
      <p>
        No media server at hand? <code>npm run simulate</code> simulates one for the receiver on this machine, and{' '}
        <code>npm run simulate -- --url WEBHOOK-URL</code> for another. The first stream appears here without a reload.
      </p>
    </section>
  );
}
