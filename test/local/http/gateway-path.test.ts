import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeGatewayPath, encodePathSegment } from '../../../local/http/gateway-path.ts';

// As captured from an HTTP API in July 2026: github.com/hotsock/voker, vokerhttp/testdata/ingress-paths.json.
test.each([
  ['/x/plain', '/x/plain'],
  ['/x/a%20b', '/x/a b'],
  ['/x/a%23b', '/x/a#b'],
  ['/x/%CE%BB-%E4%B8%96', '/x/λ-世'],
  ['/x/a%2Fb', '/x/a/b'],
  ['/x/a%3Fb', '/x/a'],
  ['/x/a%25do', undefined],
  ['/x/a%252Fb', '/x/a/b'],
  ['/x/a%253Fb', '/x/a?b'],
  ['/x/a%2525b', '/x/a%b'],
])('%s reaches the function as %s', (path, rawPath) => expect(decodeGatewayPath(path)?.rawPath).toBe(rawPath));

test.each(['/%', '/%zz', '/%E9', '/%C0%80', '/%25zz'])('%s cannot be decoded', (path) =>
  expect(decodeGatewayPath(path)).toBeUndefined(),
);

test('any text can be encoded as one segment of a path, and reaches the function unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      const path = decodeGatewayPath(`/x/${encodePathSegment(text)}/y`);
      expect(path?.rawPath).toBe(`/x/${text}/y`);
      expect(path?.routed.split('/')).toHaveLength(4);
    }),
  );
});
