import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { ReceiverFacts } from '../../../cli/doctor/receiver-facts.ts';
import { type Destination, findDestination, maskUrl, type Route } from '../../../cli/doctor/receiver-url.ts';
import { hashToken, type Scope, type Token } from '../../../lambda/tokens/token.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const createToken = (secret: string, scopes: readonly Scope[], more: Partial<Token> = {}): Token => ({
  hash: hashToken(secret),
  scopes,
  app: 'LiveApp',
  label: '',
  createdAt: 0,
  expiresAt: null,
  ...more,
});

const receiver: ReceiverFacts = {
  url: 'https://api.example.com',
  app: 'LiveApp',
  tokens: [
    createToken('good', ['hooks']),
    createToken('every', ['hooks', 'authorize'], { app: '*' }),
    createToken('expired', ['hooks'], { expiresAt: now }),
    createToken('site', ['hooks'], { app: 'Site 1/ü' }),
  ],
  hookToken: undefined,
  readLive: async () => [],
};

const find = (url: string | null, route: Route = 'hooks', facts: Partial<ReceiverFacts> = {}) =>
  findDestination(url, route, { ...receiver, ...facts }, 'https://media.example.com:5443', now);

describe('a webhook URL', () => {
  test.each([
    { url: 'https://api.example.com/hooks/LiveApp/good', leads: 'ours' },
    { url: 'https://api.example.com/hooks/LiveApp/good/', leads: 'ours' },
    { url: 'HTTPS://API.example.com:443/hooks/LiveApp/good', leads: 'ours' },
    { url: 'https://api.example.com/hooks/LiveApp/every', leads: 'ours' },
    { url: 'https://api.example.com/hooks/Live%41pp/%67ood', leads: 'ours' }, // the receiver decodes both
    { url: 'https://api.example.com/hooks/LiveApp/%2567ood', leads: 'ours' },
    { url: 'https://api.example.com/hooks/LiveApp/good%3Fmore', leads: 'ours' },
    { url: 'https://api.example.com/hooks/LiveApp%3F/good', leads: 'otherRoute' },
    { url: 'https://api.example.com/hooks/LiveApp/go%2Fod', leads: 'otherRoute' },
    { url: 'https://api.example.com/hooks/LiveApp/%zz', leads: 'otherRoute' },
    { url: 'http://192.168.1.5:3000/hooks/LiveApp/good', leads: 'otherAddress' },
    { url: 'http://api.example.com/hooks/LiveApp/good', leads: 'otherAddress' },
    { url: 'https://api.example.com/prefix/hooks/LiveApp/good', leads: 'otherAddress' },
    { url: 'https://tunnel.example.com/prefix/hooks/LiveApp/good', leads: 'otherAddress' },
    { url: 'https://api.example.com/hooks/LiveApp/good/hooks/LiveApp/good', leads: 'otherRoute' },
    { url: 'https://tunnel.example.com/hooks/hooks/LiveApp/good', leads: 'foreign' },
    { url: 'https://tunnel.example.com/authorize/x/hooks/LiveApp/good', leads: 'foreign' },
    { url: 'http://localhost:3000/hooks/LiveApp/good', leads: 'loopback' },
    { url: 'http://127.0.0.1:3000/hooks/LiveApp/good', leads: 'loopback' },
    { url: 'http://0.0.0.0:3000/hooks/LiveApp/good', leads: 'loopback' },
    { url: 'https://api.example.com/hooks/LiveApp/expired', leads: 'expiredToken' },
    { url: 'https://api.example.com/hooks/LiveApp/other', leads: 'unknownToken' },
    { url: 'https://api.example.com/hooks/liveapp/every', leads: 'otherApp' },
    { url: 'https://api.example.com/hooks/Other/good', leads: 'otherApp' },
    { url: 'https://api.example.com/hooks/LiveApp', leads: 'otherRoute' },
    { url: 'https://api.example.com/hooks/LiveApp/good/more', leads: 'otherRoute' },
    { url: 'https://api.example.com/authorize/publish/LiveApp/every', leads: 'otherRoute' },
    { url: 'https://api.example.com.evil.example/hooks/LiveApp/other', leads: 'foreign' },
    { url: 'https://api.example.com@evil.example/hooks/LiveApp/other', leads: 'foreign' },
    { url: 'rtmp://api.example.com/hooks/LiveApp/good', leads: 'noUrl' },
    { url: 'https://api.example.com/hooks/LiveApp/good ', leads: 'noUrl' },
    { url: '', leads: 'none' },
    { url: null, leads: 'none' },
  ])('$url leads to $leads', ({ url, leads }) => expect(find(url)).toBe(leads));

  test('with an app that is encoded as the receiver prints it is of that app', () => {
    expect(find('https://api.example.com/hooks/Site%201%252F%C3%BC/site', 'hooks', { app: 'Site 1/ü' })).toBe('ours');
  });

  const ownAddresses = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = ownAddresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
  test.each(['localhost', '[::1]', own])('on the machine itself is right where the media server is there, too: %s', (host) => {
    const local = { ...receiver, url: 'http://127.0.0.1:3000' };
    const [hook, server] = ['http://127.0.0.1:3000/hooks/LiveApp/good', `http://${host}:5080`];
    expect(findDestination(hook, 'hooks', local, server, now)).toBe('ours');
  }); // biome-ignore format: a row

  test('without known tokens is right with the token of --hook alone', () => {
    const facts = { tokens: undefined, hookToken: 'mine' };
    expect(find('https://api.example.com/hooks/LiveApp/mine', 'hooks', facts)).toBe('ours');
    expect(find('https://api.example.com/hooks/LiveApp/good', 'hooks', facts)).toBe('unknownToken');
    expect(find('https://other.example.com/hooks/LiveApp/good', 'hooks', facts)).toBe('foreign');
    expect(find('https://api.example.com/authorize/publish/LiveApp/any', 'authorize/publish', facts)).toBe('ours');
    expect(find('https://other.example.com/authorize/publish/LiveApp/any', 'authorize/publish', facts)).toBe('foreign');
  });
});

test('an authorise URL needs the scope, and its own route', () => {
  expect(find('https://api.example.com/authorize/publish/LiveApp/every', 'authorize/publish')).toBe('ours');
  expect(find('https://api.example.com/authorize/publish/LiveApp/good', 'authorize/publish')).toBe('wrongScope');
  expect(find('https://api.example.com/authorize/publish/LiveApp/every', 'authorize/play')).toBe('otherRoute');
});

describe('of a URL only what is no secret is shown', () => {
  const revoked = 'r'.repeat(43);
  test.each<{ url: string | null; destination?: Destination; shown: string }>([
    { url: 'https://api.example.com/hooks/LiveApp/good', shown: 'https://api.example.com/hooks/LiveApp/***' },
    { url: 'https://user:pass@api.example.com/hooks/LiveApp/good?k=v#f', shown: 'https://api.example.com/hooks/LiveApp/***' }, // biome-ignore format: a row
    { url: 'https://api.example.com/hooks/LiveApp/unknown', shown: 'https://api.example.com/hooks/LiveApp/***' },
    { url: 'https://api.example.com/hooks/Other/good', shown: 'https://api.example.com/hooks/Other/***' },
    { url: 'https://api.example.com/hooks/Site%201/site', shown: 'https://api.example.com/hooks/Site%201/***' },
    { url: 'https://api.example.com/hooks/good/LiveApp', shown: 'https://api.example.com/***' },
    { url: 'https://api.example.com/hooks/unknown/LiveApp', shown: 'https://api.example.com/***' },
    { url: 'https://api.example.com/hooks/good/good', shown: 'https://api.example.com/***' },
    { url: `https://api.example.com/hooks/${revoked}/good`, shown: 'https://api.example.com/***' },
    { url: 'https://api.example.com/hooks/LiveApp/good/hooks/LiveApp/good', shown: 'https://api.example.com/***' },
    { url: 'https://tunnel.example.com/secret/hooks/LiveApp/good', shown: 'https://tunnel.example.com/***/hooks/LiveApp/***' }, // biome-ignore format: a row
    { url: 'https://a.example/hooks/LiveApp/good', destination: 'foreign', shown: 'https://a.example/***' },
    { url: 'https://a.example', destination: 'foreign', shown: 'https://a.example' },
    { url: 'https://a.example/?secret', destination: 'foreign', shown: 'https://a.example/***' },
    { url: 'secret', destination: 'noUrl', shown: 'text that is no URL' },
    { url: null, destination: 'none', shown: 'nothing' },
  ])('$url: $shown', ({ url, destination = 'unknownToken', shown }) =>
    expect(maskUrl(url, destination, receiver)).toBe(shown),
  );

  test('where no receiver is known, only the host', () =>
    expect(maskUrl('https://api.example.com/hooks/LiveApp/good', 'ours')).toBe('https://api.example.com/***'));
});
