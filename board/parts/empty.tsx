import { Copy } from './copy.tsx';

const settings = (url: string): string => `{
  "listenerHookURL": "${url}",
  "webhookContentType": "application/json",
  "webhookStreamStatusUpdatePeriodMs": 5000
}`;

/** Tells how to point Ant Media Server here: nothing was heard yet. */
export function Empty() {
  const base = new URL('.', location.href);
  const url = `${base.origin}${base.pathname}hooks/LiveApp/TOKEN`;
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
          <pre>{settings(url)}</pre>
          <Copy text={settings(url)} what="settings" /> Put the token in the place of <code>TOKEN</code>, and your
          application’s name in that of <code>LiveApp</code>.
        </li>
        <li>
          Keep <code>application/json</code>: in form mode a stream without a name sends no heartbeat, and then there is
          no health to see.
        </li>
      </ol>
      <p>This page finds the first stream by itself.</p>
    </section>
  );
}
