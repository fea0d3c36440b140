import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { pageResponse } from '../../lambda/reading/page.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the page may run only its own script and style, and fetch only from its own origin', () => {
  const { headers } = pageResponse('<style>\na{}</style><script>b("$&")</script>');
  expect(headers?.['content-security-policy']).toBe(
    [
      "default-src 'none'",
      `script-src ${hash('b("$&")')}`,
      `style-src ${hash('\na{}')}`,
      "connect-src 'self'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
});

test('a page without script or style may run none', () => {
  const policy = pageResponse('<p>hello').headers?.['content-security-policy'];
  expect(policy).toContain("script-src 'none'; style-src 'none'");
});
