import { describe, expect, test } from 'vitest';
import { isHookPath, readHookPath } from '../../lambda/hook/hook-path.ts';

const named = { app: 'LiveApp', token: 'T' };

describe('the path of a hook', () => {
  test.each([
    { given: { app: 'LiveApp', token: 'T' }, path: named },
    { given: { proxy: 'LiveApp/T/' }, path: named },
    { given: { proxy: 'LiveApp/T' }, path: named },
    { given: { proxy: 'a%2Fb/T/' }, path: { app: 'a%2Fb', token: 'T' } },
    { given: { proxy: 'LiveApp/T//' }, path: undefined },
    { given: { proxy: 'LiveApp//T/' }, path: undefined },
    { given: { proxy: '/LiveApp/T' }, path: undefined },
    { given: { proxy: 'LiveApp/T/more' }, path: undefined },
    { given: { proxy: 'LiveApp/' }, path: undefined },
    { given: { proxy: 'LiveApp' }, path: undefined },
    { given: { proxy: '/' }, path: undefined },
    { given: { proxy: '' }, path: undefined },
    { given: { app: 'LiveApp' }, path: undefined },
    { given: {}, path: undefined },
    { given: undefined, path: undefined },
  ])('of $given is $path', ({ given, path }) => {
    expect(readHookPath(given)).toEqual(path);
  });

  test.each([
    ['/hooks/LiveApp/T', true],
    ['/hooks/LiveApp/T/', true],
    ['/hooks/LiveApp/T//', false],
    ['/hooks/LiveApp', false],
    ['/hooks/a/b/c', false],
    ['/Hooks/LiveApp/T', false],
    ['/x/hooks/LiveApp/T', false],
  ])('is in %s: %s', (rawPath, is) => expect(isHookPath(rawPath)).toBe(is));
});
