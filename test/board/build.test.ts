import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildBoard } from '../../board/build.ts';

/** The limit of the compressed page, in bytes. */
const MAX_BYTES = 36 * 1024;

const html = await buildBoard();

test('the whole page is at most 36 KB on the wire', () => {
  expect(gzipSync(html).length).toBeLessThan(MAX_BYTES);
});

test('the page has one script and one style, and loads nothing from elsewhere', () => {
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html.match(/<\/script/g)).toHaveLength(1);
  expect(html.match(/<\/style/g)).toHaveLength(1);
  /** XML namespaces, such as `http://www.w3.org/2000/svg`: names that are never requested. */
  const namespaces =
    /http:\/\/www\.w3\.org\/(?:2000\/svg|1999\/xhtml|1998\/Math\/MathML|1999\/xlink|XML\/1998\/namespace)/g;
  expect(html.replaceAll(namespaces, '')).not.toMatch(/https?:\/\/|@import|url\(/);
});

test('every build gives the same page, so that an unchanged asset is not deployed again', async () => {
  expect(await buildBoard()).toBe(html);
});
