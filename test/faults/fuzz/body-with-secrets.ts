import type { Random } from '../../../oracle/random.ts';
import { generateSecretName, harmlessNames } from './contract-secret-names.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

/** A body whose secrets and harmless values are known. */
export interface BodyWithSecrets {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Part of every secret: it must be stored nowhere. */
  readonly secret: string;
  /** Values that must be stored unchanged. */
  readonly harmlessValues: readonly string[];
}

/** Creates secrets and harmless values, and remembers the latter. */
class ValueSource {
  readonly secret: string;
  readonly harmlessValues: string[] = [];
  readonly #random: Random;

  constructor(random: Random, n: number) {
    this.#random = random;
    this.secret = `kEepThIs${n}hIdDeN`;
  }

  /** Returns the secret, or twice the secret around a text that a parser may take for its end. */
  createSecret(between: readonly string[] = specialCharacters): string {
    return randomBoolean(this.#random, 60)
      ? this.secret
      : `${this.secret}${pickOne(this.#random, between)}${this.secret}`;
  }

  createHarmless(): string {
    const value = `hArMlEsS${this.harmlessValues.length}v${randomInt(this.#random, 1e6)}`;
    this.harmlessValues.push(value);
    return value;
  }
}

const specialCharacters = [
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
const unreservedCharacters = ['-', '.', '_', '~'];

type Generate<T> = (random: Random, seeds: ValueSource) => T;

/** Makes nested JSON with secrets below secret names. */
const generateNested: Generate<unknown> = (random, values) => {
  const [name, other] = [generateSecretName(random), pickOne(random, harmlessNames)];
  const inner = randomBoolean(random, 40) ? generateNested(random, values) : values.createHarmless();
  const secret = weightedChoice<unknown>(
    [4, () => values.createSecret()],
    [1, () => [values.createSecret(), { a: values.createSecret(), b: ['', null, true] }]],
    [1, () => ({ [pickOne(random, harmlessNames)]: { x: values.createSecret() } })],
  )(random);
  const label = pickOne(random, ['name', 'key', 'field', 'param', 'header']);
  return weightedChoice<unknown>(
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

/** Makes a query string such as `a=1&token=…`, at times after a URL. */
const generateQuery: Generate<string> = (random, values) => {
  const [name, other] = [generateSecretName(random), pickOne(random, harmlessNames)];
  const secret = randomBoolean(random, 60)
    ? values.createSecret(unreservedCharacters)
    : encodeURIComponent(values.createSecret());
  const before = randomBoolean(random, 60) ? `${other}=${values.createHarmless()}` : '';
  const separator = pickOne(random, ['&', ';']);
  const pairs = [before, `${name}=${secret}`, `z=${values.createHarmless()}`]
    .filter((pair) => pair !== '')
    .join(separator);
  const start = pickOne(random, [
    '',
    '?',
    `https://h/${values.createHarmless()}?`,
    `/p/${values.createHarmless()}?`,
    'http://h/#',
  ]);
  return start + pairs;
};

const generateUrl: Generate<string> = (random, values) => {
  const scheme = pickOne(random, ['rtmp', 'rtmps', 'rtmpt', 'rtmpe', 'rtmpte', 'rtsp', 'rtsps', 'srt', 'RTMP']);
  const secret = () => values.createSecret(unreservedCharacters);
  const user = randomBoolean(random, 25) ? `u:${values.createSecret(['/', ':', '@', '?'])}@` : '';
  const host = `${values.createHarmless()}.example${pickOne(random, ['', ':1935'])}`;
  const live = weightedChoice<string>(
    [3, () => `${host}/${values.createHarmless()}/${secret()}`],
    [1, () => `${host}/${secret()}?backup=1`],
    [1, () => `${host}/${secret()}`],
    [1, () => `${host}?streamid=${secret()}`],
    [1, () => `${host}/${values.createHarmless()}/inst/${secret()}?a=${secret()}`],
  );
  return weightedChoice<string>(
    [4, (random) => `${scheme}://${user}${live(random)}`],
    [1, () => `https://${host}/${values.createHarmless()}/${pickOne(random, ['whip', 'whep'])}/${secret()}`],
    [
      1,
      () =>
        `${pickOne(random, ['http', 'https', 'ftp'])}://u:${values.createSecret(['/', ':', '@'])}@${host}/${values.createHarmless()}`,
    ],
  )(random);
};

/** Makes text with a secret, in one of the forms that the contract names. */
const generateText: Generate<string> = (random, values) => {
  const [name, other] = [generateSecretName(random), pickOne(random, harmlessNames)];
  const secret = values.createSecret(unreservedCharacters);
  const generated = weightedChoice<string>(
    [3, () => generateQuery(random, values)],
    [3, () => generateUrl(random, values)],
    [2, () => JSON.stringify(generateNested(random, values))],
    [1, () => `{${other}=${values.createHarmless()}, ${name}=${secret}, z=${values.createHarmless()}}`],
    [
      1,
      () =>
        `<a><${other}>${values.createHarmless()}</${other}><${name}>${secret}</${name}><z>${values.createHarmless()}</z></a>`,
    ],
    [1, () => `<param name="${other}" value="${values.createHarmless()}"/><param name="${name}" value="${secret}"/>`],
    [1, () => `say "${generateUrl(random, values)}" and ${values.createHarmless()}`],
  )(random);
  return randomBoolean(random, 20) ? encodeURIComponent(generated) : generated;
};

type Field = readonly [name: string, value: unknown];

const generateSecretFields: Generate<Field[]> = (random, values) =>
  weightedChoice<Field[]>(
    [3, () => [[generateSecretName(random), values.createSecret()]]],
    [1, () => [[`${generateSecretName(random)}${pickOne(random, ['[]', '[a]'])}`, values.createSecret()]]],
    [3, () => [['metadata', generateNested(random, values)]]],
    [3, () => [['metadata', JSON.stringify(generateNested(random, values))]]],
    [4, () => [[pickOne(random, ['metadata', 'src', 'description']), generateText(random, values)]]],
    [1, () => [['streamName', `The Secret: ${values.createHarmless()} ${generateUrl(random, values)}`]]],
    [
      1,
      () => [
        [
          'mainTrackId',
          `cam-${values.createHarmless()}?${generateSecretName(random)}=${values.createSecret(unreservedCharacters)}`,
        ],
      ],
    ],
    [
      1,
      () => [
        [
          generateQuery(random, values)
            .replace(/=[^=]*$/, '')
            .replace(/z$/, generateSecretName(random)),
          values.createSecret(),
        ],
      ],
    ],
  )(random);

function generateFields(random: Random, values: ValueSource): Field[] {
  const usual: Field[] = [
    ['id', pickOne(random, ['cam-1', '0/test', 'a%2Fb', 'code=1'])],
    ['action', pickOne(random, ['liveStreamStarted', 'endpointFailed', 'vodReady', 'somethingNew'])],
    ['timestamp', '1700000000000'],
    ['category', pickOne(random, ['Key=C minor', 'Da Vinci Code = season 1', values.createHarmless()])],
  ];
  const secretFields = repeat(random, 1 + randomInt(random, 2), (random) =>
    generateSecretFields(random, values),
  ).flat();
  const known = usual.filter(() => randomBoolean(random, 90));
  return [...known, ...secretFields, [pickOne(random, harmlessNames), values.createHarmless()]];
}

const encodeJson = (fields: readonly Field[]): string => JSON.stringify(Object.fromEntries(fields));

const encodeForm = (fields: readonly Field[]): string =>
  new URLSearchParams(
    Object.entries(Object.fromEntries(fields)).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();

/** Makes JSON that cannot be parsed: cut off in its last name, or with a prefix. */
const generateBrokenJson: Generate<string> = (random, values) => {
  const json = encodeJson([...generateFields(random, values), ['end', 1]]);
  const escaped = randomBoolean(random, 50) ? json.replaceAll('/', '\\/') : json;
  return pickOne(random, [escaped.slice(0, -3), `{,${escaped}`, `[${escaped}`, `\ufeff\ufeff${escaped}`]);
};

const generateMultipart: Generate<string> = (random, values) => {
  const part = (name: string, value: string) =>
    `------Boundary${values.secret.length}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const [first, last] = [part('a', values.createHarmless()), part('z', values.createHarmless())];
  return `${first}${part(generateSecretName(random), values.createSecret())}${last}------Boundary--\r\n`;
};

const generateUtf16: Generate<Buffer> = (random, values) => {
  const fields = generateFields(random, values).filter(([name]) => name !== 'streamName'); // in UTF-16 a title is masked as any text
  const bytes = Buffer.from(pickOne(random, ['\ufeff', '']) + encodeJson(fields), 'utf16le');
  return randomBoolean(random, 50) ? bytes : bytes.swap16();
};

/** Makes a random body. Of a repeated name only the last value is sent: a value that was not sent is not expected. */
export function generateSecretBody(random: Random, n: number): BodyWithSecrets {
  const values = new ValueSource(random, n);
  const contentType = pickOne(random, ['application/json', 'application/x-www-form-urlencoded', '']);
  const body: RandomGenerator<Buffer | string> = weightedChoice<Buffer | string>(
    [5, () => encodeJson(generateFields(random, values))],
    [5, () => encodeForm(generateFields(random, values))],
    [3, () => generateBrokenJson(random, values)],
    [1, () => generateMultipart(random, values)],
    [1, () => generateUtf16(random, values)],
    [1, () => generateText(random, values)],
  );
  const bytes = Buffer.from(body(random));
  const sent = bytes.toString('latin1').replaceAll('\0', '');
  return {
    bytes,
    contentType,
    secret: values.secret,
    harmlessValues: values.harmlessValues.filter((value) => sent.includes(value)),
  };
}
