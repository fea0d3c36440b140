import type { Random } from '../../../cli/simulate/random.ts';
import { isLikely, type Maker, oneOf, pick, several, whole } from './chance.ts';
import { aSecretName, harmlessNames } from './secret-names.ts';

/** A body in which it is known what is a secret and what is none. */
export interface Planted {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** No part of what holds this may be found anywhere. */
  readonly secret: string;
  /** Each of these is found unchanged. */
  readonly harmless: readonly string[];
}

/** Hands out secrets and harmless values, and keeps the latter. */
class Seeds {
  readonly secret: string;
  readonly harmless: string[] = [];
  readonly #random: Random;

  constructor(random: Random, n: number) {
    this.#random = random;
    this.secret = `kEepThIs${n}hIdDeN`;
  }

  /** Twice the same, around whatever could end it too early; `around` may be no more than what needs no encoding. */
  aSecret(between: readonly string[] = oddities): string {
    return isLikely(this.#random, 60) ? this.secret : `${this.secret}${pick(this.#random, between)}${this.secret}`;
  }

  aHarmless(): string {
    const value = `hArMlEsS${this.harmless.length}v${whole(this.#random, 1e6)}`;
    this.harmless.push(value);
    return value;
  }
}

const oddities = [
  '/',
  ' ',
  '"',
  "'",
  '&',
  ';',
  '%',
  '%22',
  '=',
  '+',
  '\\',
  '<',
  '}',
  ', b=',
  'é',
  '東',
  '\\"',
  '","b":"',
];
const plain = ['-', '.', '_', '~'];

type Make<T> = (random: Random, seeds: Seeds) => T;

/** JSON with secrets below secret names. */
const deep: Make<unknown> = (random, seeds) => {
  const [name, other] = [aSecretName(random), pick(random, harmlessNames)];
  const inner = isLikely(random, 40) ? deep(random, seeds) : seeds.aHarmless();
  const secret = oneOf<unknown>(
    [4, () => seeds.aSecret()],
    [1, () => [seeds.aSecret(), { a: seeds.aSecret(), b: ['', null, true] }]],
    [1, () => ({ [pick(random, harmlessNames)]: { x: seeds.aSecret() } })],
  )(random);
  const label = pick(random, ['name', 'key', 'field', 'param', 'header']);
  return oneOf<unknown>(
    [6, () => ({ [name]: secret, [other]: inner })],
    [2, () => [{ [other]: inner }, { [name]: secret }]],
    [
      1,
      () => ({
        list: [
          { [label]: name, value: secret },
          { value: inner, [label]: other },
        ],
      }),
    ],
  )(random);
};

/** `a=1&token=…`, at times behind a URL. */
const query: Make<string> = (random, seeds) => {
  const [name, other] = [aSecretName(random), pick(random, harmlessNames)];
  const secret = isLikely(random, 60) ? seeds.aSecret(plain) : encodeURIComponent(seeds.aSecret());
  const before = isLikely(random, 60) ? `${other}=${seeds.aHarmless()}` : '';
  const joint = pick(random, ['&', ';']);
  const pairs = [before, `${name}=${secret}`, `z=${seeds.aHarmless()}`].filter((pair) => pair !== '').join(joint);
  const start = pick(random, ['', '?', `https://h/${seeds.aHarmless()}?`, `/p/${seeds.aHarmless()}?`, 'http://h/#']);
  return start + pairs;
};

const url: Make<string> = (random, seeds) => {
  const scheme = pick(random, ['rtmp', 'rtmps', 'rtmpt', 'rtmpe', 'rtmpte', 'rtsp', 'rtsps', 'srt', 'RTMP']);
  const secret = () => seeds.aSecret(plain);
  const user = isLikely(random, 25) ? `u:${seeds.aSecret(['/', ':', '@', '?'])}@` : '';
  const host = `${seeds.aHarmless()}.example${pick(random, ['', ':1935'])}`;
  const live = oneOf<string>(
    [3, () => `${host}/${seeds.aHarmless()}/${secret()}`],
    [1, () => `${host}/${secret()}?backup=1`],
    [1, () => `${host}/${secret()}`],
    [1, () => `${host}?streamid=${secret()}`],
    [1, () => `${host}/${seeds.aHarmless()}/inst/${secret()}?a=${secret()}`],
  );
  return oneOf<string>(
    [4, (chance) => `${scheme}://${user}${live(chance)}`],
    [1, () => `https://${host}/${seeds.aHarmless()}/${pick(random, ['whip', 'whep'])}/${secret()}`],
    [
      1,
      () =>
        `${pick(random, ['http', 'https', 'ftp'])}://u:${seeds.aSecret(['/', ':', '@'])}@${host}/${seeds.aHarmless()}`,
    ],
  )(random);
};

/** Text with a secret in it, of a form that the contract names. */
const text: Make<string> = (random, seeds) => {
  const [name, other] = [aSecretName(random), pick(random, harmlessNames)];
  const secret = seeds.aSecret(plain);
  const made = oneOf<string>(
    [3, () => query(random, seeds)],
    [3, () => url(random, seeds)],
    [2, () => JSON.stringify(deep(random, seeds))],
    [1, () => `{${other}=${seeds.aHarmless()}, ${name}=${secret}, z=${seeds.aHarmless()}}`],
    [
      1,
      () => `<a><${other}>${seeds.aHarmless()}</${other}><${name}>${secret}</${name}><z>${seeds.aHarmless()}</z></a>`,
    ],
    [1, () => `<param name="${other}" value="${seeds.aHarmless()}"/><param name="${name}" value="${secret}"/>`],
    [1, () => `say "${url(random, seeds)}" and ${seeds.aHarmless()}`],
  )(random);
  return isLikely(random, 20) ? encodeURIComponent(made) : made;
};

type Field = readonly [name: string, value: unknown];

const secretFields: Make<Field[]> = (random, seeds) =>
  oneOf<Field[]>(
    [3, () => [[aSecretName(random), seeds.aSecret()]]],
    [1, () => [[`${aSecretName(random)}${pick(random, ['[]', '[a]'])}`, seeds.aSecret()]]],
    [3, () => [['metadata', deep(random, seeds)]]],
    [3, () => [['metadata', JSON.stringify(deep(random, seeds))]]],
    [4, () => [[pick(random, ['metadata', 'src', 'description']), text(random, seeds)]]],
    [1, () => [['streamName', `The Secret: ${seeds.aHarmless()} ${url(random, seeds)}`]]],
    [1, () => [['mainTrackId', `cam-${seeds.aHarmless()}?${aSecretName(random)}=${seeds.aSecret(plain)}`]]],
    [
      1,
      () => [
        [
          query(random, seeds)
            .replace(/=[^=]*$/, '')
            .replace(/z$/, aSecretName(random)),
          seeds.aSecret(),
        ],
      ],
    ],
  )(random);

function fields(random: Random, seeds: Seeds): Field[] {
  const usual: Field[] = [
    ['id', pick(random, ['cam-1', '0/test', 'a%2Fb', 'code=1'])],
    ['action', pick(random, ['liveStreamStarted', 'endpointFailed', 'vodReady', 'somethingNew'])],
    ['timestamp', '1700000000000'],
    ['category', pick(random, ['Key=C minor', 'Da Vinci Code = season 1', seeds.aHarmless()])],
  ];
  const planted = several(random, 1 + whole(random, 2), (chance) => secretFields(chance, seeds)).flat();
  const known = usual.filter(() => isLikely(random, 90));
  return [...known, ...planted, [pick(random, harmlessNames), seeds.aHarmless()]];
}

const asJson = (said: readonly Field[]): string => JSON.stringify(Object.fromEntries(said));

const asForm = (said: readonly Field[]): string =>
  new URLSearchParams(
    Object.entries(Object.fromEntries(said)).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();

/** Cut off in its last name, with something before it, or without its commas. */
const broken: Make<string> = (random, seeds) => {
  const json = asJson([...fields(random, seeds), ['end', 1]]);
  const escaped = isLikely(random, 50) ? json.replaceAll('/', '\\/') : json;
  return pick(random, [escaped.slice(0, -3), `{,${escaped}`, `[${escaped}`, `\ufeff\ufeff${escaped}`]);
};

const multipart: Make<string> = (random, seeds) => {
  const part = (name: string, value: string) =>
    `------Boundary${seeds.secret.length}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const [first, last] = [part('a', seeds.aHarmless()), part('z', seeds.aHarmless())];
  return `${first}${part(aSecretName(random), seeds.aSecret())}${last}------Boundary--\r\n`;
};

const utf16: Make<Buffer> = (random, seeds) => {
  const said = fields(random, seeds).filter(([name]) => name !== 'streamName'); // in UTF-16 a title is a text like others
  const bytes = Buffer.from(pick(random, ['\ufeff', '']) + asJson(said), 'utf16le');
  return isLikely(random, 50) ? bytes : bytes.swap16();
};

/** A random body. Of names that come twice the last value is sent alone: what was not sent is not looked for. */
export function planted(random: Random, n: number): Planted {
  const seeds = new Seeds(random, n);
  const contentType = pick(random, ['application/json', 'application/x-www-form-urlencoded', '']);
  const body: Maker<Buffer | string> = oneOf<Buffer | string>(
    [5, () => asJson(fields(random, seeds))],
    [5, () => asForm(fields(random, seeds))],
    [3, () => broken(random, seeds)],
    [1, () => multipart(random, seeds)],
    [1, () => utf16(random, seeds)],
    [1, () => text(random, seeds)],
  );
  const bytes = Buffer.from(body(random));
  const sent = bytes.toString('latin1').replaceAll('\0', '');
  return { bytes, contentType, secret: seeds.secret, harmless: seeds.harmless.filter((value) => sent.includes(value)) };
}
