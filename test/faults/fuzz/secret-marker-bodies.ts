import type { Random } from '../../../oracle/random.ts';
import { generateSecretName } from './contract-secret-names.ts';
import { generateClock, generateUsualId } from './odd-values.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, weightedChoice } from './random-generator.ts';

/** Text that no answer and no line of the log may contain. */
export const SECRET_MARKER = 'kEepThIsSeCrEt';

/** Makes a body with the marker where the contract says that a value is secret, followed by the number of the request. */
export function generateBodyWithSecret(random: Random, n: number): Buffer {
  const marker = `${SECRET_MARKER}${n}`;
  return weightedChoice<Buffer>(
    [4, (random) => encodeJson(random, generateMembers(random, n, marker))],
    [4, (random) => encodeForm(random, generateMembers(random, n, marker))],
    [2, (random) => encodeBroken(random, generateMembers(random, n, marker))],
  )(random);
}

type Member = readonly [name: string, value: unknown];

/** Makes fields with a secret: under a secret name, in the URL of an endpoint, or in text that contains either. */
function generateSecretMembers(random: Random, marker: string): Member[] {
  const name = generateSecretName(random);
  const url = generateLiveUrl(random, marker);
  const generate: RandomGenerator<Member[]> = weightedChoice<Member[]>(
    [3, () => [[name, marker]]],
    [2, () => [['metadata', { [name]: marker, owner: 'a/b' }]]],
    [2, () => [['metadata', JSON.stringify({ [name]: marker })]]],
    [1, () => [['metadata', JSON.stringify({ deep: [{ [name]: { a: [marker] } }] })]]],
    [2, () => [['metadata', { 'rtmp-url': url }]]],
    [2, () => [['metadata', url]]],
    [1, () => [['metadata', JSON.stringify({ 'rtmp-url': url })]]],
    [1, () => [['streamName', url]]],
    [1, () => [['metadata', { list: [{ name, value: marker }] }]]],
    [1, () => [['metadata', `<a><${name}>${marker}</${name}></a>`]]],
    [1, () => [['metadata', `https://a.example.com/whip/${marker}`]]],
    [1, () => [['metadata', `http://user:${marker}@a.example.com/1`]]],
    [1, () => [['metadata', `publish?${name}=${marker}&a=1`]]],
    [1, () => [['metadata', `{${name}=${marker}, a=1}`]]],
    [1, () => [['metadata', `<publish ${name}="${marker}">`]]],
    [1, () => [['metadata', `{${name}: '${marker}', a: 1}`]]],
    [1, () => [['metadata', { page: JSON.stringify({ url: `/play?${name}=${marker}` }).replace('=', '\\u003d') }]]],
    [1, () => [['endpoints', [url, { url }]]]],
    [1, () => [[url, 'as a name']]],
    [1, () => [['category', `to ${url}`]]],
  );
  return generate(random);
}

function generateLiveUrl(random: Random, marker: string): string {
  const scheme = pickOne(random, ['rtmp', 'rtmps', 'rtmpt', 'rtmpe', 'rtsps', 'srt', 'RTMP']);
  const rest = pickOne(random, [
    `/live2/${marker}`,
    `/${marker}`,
    `/app/instance/${marker}?a=1`,
    `/app?key=${marker}`,
    `:1935/live/x-${marker}`,
  ]);
  return `${scheme}://${randomBoolean(random, 20) ? `user:${marker}@` : ''}a.example.com${rest}`;
}

/** Makes a hook with a secret. Some lack a required field, and are quarantined. */
function generateMembers(random: Random, n: number, marker: string): Member[] {
  const usual: Member[] = [
    ['id', generateUsualId(random)],
    ['action', pickOne(random, ['liveStreamStarted', 'endpointFailed', 'vodReady', 'liveStreamEnded', 'somethingNew'])],
    ['timestamp', String(generateClock(random, n))],
  ];
  return [...usual.filter(() => randomBoolean(random, 90)), ...generateSecretMembers(random, marker)];
}

function encodeJson(random: Random, members: readonly Member[]): Buffer {
  const text = JSON.stringify(Object.fromEntries(members));
  return Buffer.from(randomBoolean(random, 30) ? text.replaceAll('/', '\\/') : text);
}

function encodeForm(random: Random, members: readonly Member[]): Buffer {
  const pairs = members.map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const text = new URLSearchParams(pairs).toString();
  return Buffer.from(
    randomBoolean(random, 20) ? text.toLowerCase().replaceAll(SECRET_MARKER.toLowerCase(), SECRET_MARKER) : text,
  );
}

/** Encodes a body that cannot be parsed, and is stored as text: cut off at its end, or with a prefix. */
function encodeBroken(random: Random, members: readonly Member[]): Buffer {
  const body = randomBoolean(random, 70) ? encodeJson(random, members) : encodeForm(random, members);
  if (randomBoolean(random, 50)) return body.subarray(0, body.length - 1 - randomInt(random, 3));
  return Buffer.concat([Buffer.from(pickOne(random, ['[', '{,', '{"a":', '"', '\ufeff{'])), body]);
}
