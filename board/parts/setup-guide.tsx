import { recommendedSettings } from '../media-server-settings.ts';
import { CopyButton } from './copy-button.tsx';

/** Tells how to point Ant Media Server here: nothing was heard yet. */
export function SetupGuide() {
  const base = new URL('.', location.href);
  const settings = recommendedSettings(`${base.origin}${base.pathname}hooks/LiveApp/TOKEN`);
  return (
    <section class="empty">
      <h2>No stream was heard of yet</h2>
      <ol>
        <li>
          Make a token for hooks: <code>npm run tokens -- create --app LiveApp</code>. On this machine the one in the
          webhook URL that <code>npm start</code> printed will do.
        </li>
        <li>
          In Ant Media Server’s web panel open <b>Applications</b>, your application, <b>Settings</b>, <b>Advanced</b>,
          and set:
          <pre>{settings}</pre>
          <CopyButton text={settings} what="settings" /> Put the token in the place of <code>TOKEN</code>, and your
          application’s name in that of <code>LiveApp</code>.
        </li>
        <li>
          Keep <code>application/json</code>: in form mode a stream without a name sends no heartbeat, and then there is
          no health to see. And keep the retries: without <code>webhookRetryCount</code> a hook that fails once is gone.
        </li>
      </ol>
      <p>
        No media server at hand? <code>npm run simulate</code> plays one to the receiver of this machine, and{' '}
        <code>npm run simulate -- --url WEBHOOK-URL</code> to another. This page finds the first stream by itself.
      </p>
    </section>
  );
}
