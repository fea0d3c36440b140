import { describe, expect, test } from 'vitest';
import { isHookPath, readHookPath } from '../../lambda/hook/hook-path.ts';

const hookPath = { app: 'LiveApp', token: 'T' };

describe('the path of a hook', () => {
  test.each([
    { parameters: { app: 'LiveApp', token: 'T' }, path: hookPath },
    { parameters: { proxy: 'LiveApp/T/' }, path: hookPath },
    { parameters: { proxy: 'LiveApp/T' }, path: hookPath },
    { parameters: { proxy: 'a%2Fb/T/' }, path: { app: 'a%2Fb', token: 'T' } },
    { parameters: { proxy: 'LiveApp/T//' }, path: undefined },
    { parameters: { proxy: 'LiveApp//T/' }, path: undefined },
    { parameters: { proxy: '/LiveApp/T' }, path: undefined },
    { parameters: { proxy: 'LiveApp/T/more' }, path: undefined },
    { parameters: { proxy: 'LiveApp/' }, path: undefined },
    { parameters: { proxy: 'LiveApp' }, path: undefined },
    { parameters: { proxy: '/' }, path: undefined },
    { parameters: { proxy: '' }, path: undefined },
    { parameters: { app: 'LiveApp' }, path: undefined },
    { parameters: {}, path: undefined },
    { parameters: undefined, path: undefined },
  ])('with the parameters $parameters is $path', ({ parameters, path }) => {
    expect(readHookPath(parameters)).toEqual(path);
  });

  test.each([
    ['/hooks/LiveApp/T', true],
    ['/hooks/LiveApp/T/', true],
    ['/hooks/LiveApp/T//', false],
    ['/hooks/LiveApp', false],
    ['/hooks/a/b/c', false],
    ['/Hooks/LiveApp/T', false],
    ['/x/hooks/LiveApp/T', false],
  ])('is recognised in %s: %s', (rawPath, expected) => expect(isHookPath(rawPath)).toBe(expected));
});
