import type { Answer } from './answer.ts';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Streams</title>
<h1>Streams</h1>
<p>This is the receiver of Ant Media Server's webhooks. Ask it, with <code>Authorization: Bearer TOKEN</code>:</p>
<ul>
<li><code>GET /streams?app=&amp;status=&amp;limit=&amp;cursor=</code>: what is live, and what was</li>
<li><code>GET /streams/{app}/{id}</code>: one stream, with its recordings, sessions, tracks and latest events</li>
<li><code>GET /streams/{app}/{id}/events?limit=&amp;cursor=</code>: its history</li>
<li><code>GET /servers</code>: what the media servers told of themselves</li>
<li><code>GET /quarantine?limit=&amp;cursor=</code>: what could not be read</li>
</ul>
</html>
`;

/** A page without data: it names the routes. */
export const homeAnswer: Answer = {
  statusCode: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  body: page,
};
