import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAppName, serversPath, toParameterName } from '../../lambda/asking/parameter-name.ts';

test.each([
  ['LiveApp', '/Hooks/servers/LiveApp'],
  ['live-app.2', '/Hooks/servers/live-app.2'],
  ['live_app', '/Hooks/servers/live_5Fapp'],
  ['a b', '/Hooks/servers/a_20b'],
  ['çam', '/Hooks/servers/_C3_A7am'],
  ['_5F', '/Hooks/servers/_5F5F'],
])('%s has the parameter %s', (app, name) => expect(toParameterName(serversPath('Hooks'), app)).toBe(name));

test('any app comes back from the name of its parameter, which has only characters that a name takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (app) => {
      const name = toParameterName('/Hooks/servers', app);
      expect(name).toMatch(/^\/Hooks\/servers\/[A-Za-z0-9_.-]+$/);
      expect(readAppName(name)).toBe(app);
    }),
  );
});

test('two apps have two parameters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '_', '5', 'F', '.', '-', 'é', '/'), minLength: 1 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(toParameterName('', a) === toParameterName('', b)).toBe(a === b);
    }),
  );
});
