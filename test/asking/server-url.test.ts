import { describe, expect, test } from 'vitest';
import { parseServerUrl } from '../../lambda/asking/server-url.ts';

test.each([
  ['https://media.example.com:5443/LiveApp', 'https://media.example.com:5443/LiveApp'],
  ['https://media.example.com:5443/LiveApp/', 'https://media.example.com:5443/LiveApp'],
  ['https://media.example.com:5443/LiveApp///', 'https://media.example.com:5443/LiveApp'],
  ['  http://192.0.2.2:5080/LiveApp\n', 'http://192.0.2.2:5080/LiveApp'],
  ['HTTPS://Media.Example.com:443/LiveApp', 'https://media.example.com/LiveApp'],
  ['http://[2001:db8::1]:5080/LiveApp', 'http://[2001:db8::1]:5080/LiveApp'],
  ['https://media.example.com/LiveApp/rest/v2', 'https://media.example.com/LiveApp'],
  ['https://media.example.com/LiveApp/rest/v2/', 'https://media.example.com/LiveApp'],
  ['https://media.example.com/LiveApp/rest', 'https://media.example.com/LiveApp'],
  ['https://media.example.com/LiveApp/rest/v2/broadcasts/count', 'https://media.example.com/LiveApp'],
  ['https://media.example.com/behind/a/proxy/LiveApp', 'https://media.example.com/behind/a/proxy/LiveApp'],
  ['https://media.example.com/restful', 'https://media.example.com/restful'],
  ['https://media.example.com/Kamera 1', 'https://media.example.com/Kamera%201'],
])('%j is the application %s', (text, url) => {
  expect(parseServerUrl(text)).toBe(url);
  expect(parseServerUrl(url)).toBe(url);
});

describe('refused, without being quoted:', () => {
  test.each([
    ['', 'text that is no URL'],
    ['media.example.com/pass-word', 'text that is no URL'],
    ['media.example.com:5443/pass-word', 'another protocol'],
    ['ftp://media.example.com/pass-word', 'another protocol'],
    ['file:///pass-word', 'another protocol'],
    ['javascript:pass-word', 'another protocol'],
    ['https://user:pass-word@media.example.com/LiveApp', 'a user or a password'],
    ['https://pass-word@media.example.com/LiveApp', 'a user or a password'],
    ['https://media.example.com/LiveApp?token=pass-word', 'a query'],
    ['https://media.example.com/LiveApp?', 'a query'],
    ['https://media.example.com/#/pass-word', 'a query or a fragment'],
    ['https://media.example.com', 'without an application'],
    ['https://media.example.com/', 'without an application'],
    ['https://media.example.com/rest/v2', 'without an application'],
    ['https://', 'text that is no URL'],
  ])('%j is %s', (text, says) => {
    expect(() => parseServerUrl(text)).toThrow(says);
    expect(() => parseServerUrl(text)).toThrow('expected that of one of its applications, such as https://');
    expect(() => parseServerUrl(text)).not.toThrow('pass-word');
  });
});
