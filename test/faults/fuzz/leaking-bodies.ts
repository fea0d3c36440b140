import type { Random } from '../../../cli/simulate/random.ts';
import { isLikely, type Maker, oneOf, pick, whole } from './chance.ts';
import { aSecretName } from './secret-names.ts';
import { aUsualId, clockAt } from './texts.ts';

/** What no answer and no line may hold. */
export const MARK = 'kEepThIsSeCrEt';

/** Bodies with the mark wherever the contract says that a secret stands; the number tells which one leaked. */
export function secretive(random: Random, n: number): Buffer {
  const mark = `${MARK}${n}`;
  return oneOf<Buffer>(
    [4, (chance) => json(chance, said(chance, n, mark))],
    [4, (chance) => form(chance, said(chance, n, mark))],
    [2, (chance) => broken(chance, said(chance, n, mark))],
  )(random);
}

type Member = readonly [name: string, value: unknown];

/** Where a secret stands: under its name, in the URL of an endpoint, in texts that hold either. */
function secretMembers(random: Random, mark: string): Member[] {
  const name = aSecretName(random);
  const url = liveUrl(random, mark);
  const places: Maker<Member[]> = oneOf<Member[]>(
    [3, () => [[name, mark]]],
    [2, () => [['metadata', { [name]: mark, owner: 'a/b' }]]],
    [2, () => [['metadata', JSON.stringify({ [name]: mark })]]],
    [1, () => [['metadata', JSON.stringify({ deep: [{ [name]: { a: [mark] } }] })]]],
    [2, () => [['metadata', { 'rtmp-url': url }]]],
    [2, () => [['metadata', url]]],
    [1, () => [['metadata', JSON.stringify({ 'rtmp-url': url })]]],
    [1, () => [['streamName', url]]],
    [1, () => [['metadata', { list: [{ name, value: mark }] }]]],
    [1, () => [['metadata', `<a><${name}>${mark}</${name}></a>`]]],
    [1, () => [['metadata', `https://a.example.com/whip/${mark}`]]],
    [1, () => [['metadata', `http://user:${mark}@a.example.com/1`]]],
    [1, () => [['metadata', `publish?${name}=${mark}&a=1`]]],
    [1, () => [['metadata', `{${name}=${mark}, a=1}`]]],
    [1, () => [['metadata', `<publish ${name}="${mark}">`]]],
    [1, () => [['metadata', `{${name}: '${mark}', a: 1}`]]],
    [1, () => [['metadata', { page: JSON.stringify({ url: `/play?${name}=${mark}` }).replace('=', '\\u003d') }]]],
    [1, () => [['endpoints', [url, { url }]]]],
    [1, () => [[url, 'as a name']]],
    [1, () => [['category', `to ${url}`]]],
  );
  return places(random);
}

function liveUrl(random: Random, mark: string): string {
  const scheme = pick(random, ['rtmp', 'rtmps', 'rtmpt', 'rtmpe', 'rtsps', 'srt', 'RTMP']);
  const rest = pick(random, [
    `/live2/${mark}`,
    `/${mark}`,
    `/app/instance/${mark}?a=1`,
    `/app?key=${mark}`,
    `:1935/live/x-${mark}`,
  ]);
  return `${scheme}://${isLikely(random, 20) ? `user:${mark}@` : ''}a.example.com${rest}`;
}

/** A hook with a secret in it, now and then without what it needs, so that it is quarantined. */
function said(random: Random, n: number, mark: string): Member[] {
  const usual: Member[] = [
    ['id', aUsualId(random)],
    ['action', pick(random, ['liveStreamStarted', 'endpointFailed', 'vodReady', 'liveStreamEnded', 'somethingNew'])],
    ['timestamp', String(clockAt(random, n))],
  ];
  return [...usual.filter(() => isLikely(random, 90)), ...secretMembers(random, mark)];
}

function json(random: Random, members: readonly Member[]): Buffer {
  const text = JSON.stringify(Object.fromEntries(members));
  return Buffer.from(isLikely(random, 30) ? text.replaceAll('/', '\\/') : text);
}

function form(random: Random, members: readonly Member[]): Buffer {
  const pairs = members.map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const text = new URLSearchParams(pairs).toString();
  return Buffer.from(isLikely(random, 20) ? text.toLowerCase().replaceAll(MARK.toLowerCase(), MARK) : text);
}

/** Cut off in the middle, or with something before it: as text, not as fields, it is kept. */
function broken(random: Random, members: readonly Member[]): Buffer {
  const body = isLikely(random, 70) ? json(random, members) : form(random, members);
  if (isLikely(random, 50)) return body.subarray(0, body.length - 1 - whole(random, 3));
  return Buffer.concat([Buffer.from(pick(random, ['[', '{,', '{"a":', '"', '\ufeff{'])), body]);
}
