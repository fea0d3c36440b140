import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/settings/read-settings.ts';

const defaults = {
  stackName: 'AntMediaWebhooks',
  memory: 512,
  authoriserMemory: 1024,
  historyDays: 62,
  keepHeartbeats: false,
  healthHistory: true,
  byDay: true,
  allowList: '',
  throttleRate: 500,
  throttleBurst: 1000,
  authoriseRate: 100,
  authoriseBurst: 100,
  reservedConcurrency: 0,
  domainName: '',
  certificateArn: '',
  replicaRegions: [],
  deletionProtection: false,
  logDays: 30,
  removalPolicy: 'retain',
  tags: {},
  tracing: false,
  awsClient: 'small',
  alarmEmail: '',
  silenceMinutes: 0,
  sweepMinutes: 1,
  presumeEndedMinutes: 5,
  vpcSubnets: [],
  vpcSecurityGroups: [],
  announcements: true,
  boardUrl: '',
  recordingUrl: '',
  playUrl: '',
  streamAlarmEmail: '',
};

const certificate = 'arn:aws:acm:eu-west-1:123456789012:certificate/7b9c1a52-0000-4000-8000-000000000000';

describe('readSettings', () => {
  it('has a default for every setting', () => {
    expect(readSettings({})).toEqual(defaults);
  });

  it('ignores the keys of CDK itself', () => {
    const context = {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      'aws:cdk:bundling-stacks': ['**'],
      'cli-telemetry': false,
    };
    expect(readSettings(context)).toEqual(defaults);
  });

  it.each([
    { name: 'stackName', input: 'Media-2', value: 'Media-2' },
    { name: 'memory', input: '128', value: 128 },
    { name: 'memory', input: '10240', value: 10_240 },
    { name: 'memory', input: 1024, value: 1024 },
    { name: 'historyDays', input: '1', value: 1 },
    { name: 'keepHeartbeats', input: 'true', value: true },
    { name: 'keepHeartbeats', input: true, value: true },
    { name: 'keepHeartbeats', input: 'false', value: false },
    { name: 'healthHistory', input: 'true', value: true },
    { name: 'healthHistory', input: false, value: false },
    { name: 'byDay', input: 'false', value: false },
    { name: 'allowList', input: '', value: '' },
    {
      name: 'allowList',
      input: ' 203.0.113.7 , 10.0.0.0/8,2001:db8::/32 ',
      value: '203.0.113.7,10.0.0.0/8,2001:db8::/32',
    },
    { name: 'allowList', input: ['10.0.0.0/8', '::1'], value: '10.0.0.0/8,::1' },
    { name: 'allowList', input: '0.0.0.0/0,::/0', value: '0.0.0.0/0,::/0' },
    { name: 'allowList', input: [], value: '' },
    { name: 'throttleRate', input: '10000', value: 10_000 },
    { name: 'throttleBurst', input: '5000', value: 5_000 },
    { name: 'authoriserMemory', input: '10240', value: 10_240 },
    { name: 'authoriseRate', input: '10000', value: 10_000 },
    { name: 'authoriseBurst', input: '5000', value: 5_000 },
    { name: 'reservedConcurrency', input: '10000', value: 10_000 },
    { name: 'replicaRegions', input: 'eu-central-1', value: ['eu-central-1'] },
    { name: 'replicaRegions', input: 'us-gov-west-1, ap-southeast-2', value: ['us-gov-west-1', 'ap-southeast-2'] },
    { name: 'replicaRegions', input: ['eu-west-1', 'eu-west-2'], value: ['eu-west-1', 'eu-west-2'] },
    { name: 'deletionProtection', input: 'true', value: true },
    { name: 'logDays', input: '365', value: 365 },
    { name: 'tags', input: 'team=video', value: { team: 'video' } },
    { name: 'tags', input: 'cost centre=42/a, Ablage=Büro=2', value: { 'cost centre': '42/a', Ablage: 'Büro=2' } },
    { name: 'tags', input: { team: 'video', 'cost centre': 42 }, value: { team: 'video', 'cost centre': '42' } },
    { name: 'tags', input: ['team=video', 'stage=live'], value: { team: 'video', stage: 'live' } },
    { name: 'tracing', input: 'true', value: true },
    { name: 'awsClient', input: 'small', value: 'small' },
    { name: 'awsClient', input: 'sdk', value: 'sdk' },
    { name: 'alarmEmail', input: 'video+alarms@example.co.uk', value: 'video+alarms@example.co.uk' },
    { name: 'silenceMinutes', input: '1440', value: 1_440 },
    { name: 'sweepMinutes', input: '0', value: 0 },
    { name: 'sweepMinutes', input: 60, value: 60 },
    { name: 'presumeEndedMinutes', input: '0', value: 0 },
    { name: 'presumeEndedMinutes', input: '1440', value: 1_440 },
    { name: 'announcements', input: 'false', value: false },
    { name: 'announcements', input: false, value: false },
    { name: 'boardUrl', input: 'https://board.example.com', value: 'https://board.example.com' },
    { name: 'boardUrl', input: 'https://10.0.0.7:5443/board', value: 'https://10.0.0.7:5443/board' },
    ...[
      'https://bucket.example/{app}/{name}.mp4',
      'http://127.0.0.1:5080/{app}/streams/{vodId}?of={id}#t=0',
      'https://bucket.example?name={name}',
    ].map((url) => ({ name: 'recordingUrl', input: url, value: url })),
    { name: 'playUrl', input: 'https://media.example/{app}/#{id}', value: 'https://media.example/{app}/#{id}' },
    { name: 'byDay', input: 'false', value: false },
    { name: 'streamAlarmEmail', input: 'video@example.com', value: 'video@example.com' },
    { name: 'removalPolicy', input: 'destroy', value: 'destroy' },
    { name: 'removalPolicy', input: 'retain', value: 'retain' },
  ])('reads $name from $input', ({ name, input, value }) => {
    expect(readSettings({ [name]: input })).toEqual({ ...defaults, [name]: value });
  });

  const list =
    'comma-separated addresses and CIDR blocks, such as 203.0.113.0/24,2001:db8::1, or a JSON list of them (not IPv4-mapped, as in ::ffff:0:0/96; at most 3000 characters)';
  const boardUrl = 'a URL such as https://board.example.com, without a slash at the end, a query or a user';
  const recordingUrl =
    'a URL of http or https such as https://bucket.example/{app}/{name}.mp4, with {app}, {id}, {name}, {vodId} behind the host, and without a user (at most 1000 characters)';
  const playUrl =
    'a URL of http or https such as https://media.example/{app}/play.html?id={id}, with {app}, {id} behind the host, and without a user (at most 1000 characters)';
  const regions = 'comma-separated names of regions, each once, such as eu-central-1,us-east-1';
  const pairs =
    'comma-separated key=value pairs, such as team=video,stage=live, or a JSON object, such as {"team": "video"} (at most 50, each key once; letters, digits, spaces and _.:/+@-)';
  const domainText = 'a domain in lower case, such as hooks.example.com';
  const days =
    'one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';

  const vpcIds = (prefix: string, max: number) =>
    `comma-separated ids, each once, such as ${prefix}-0a1b2c3d4e5f67890, or a JSON list of them (at most ${max})`;

  it.each([
    {
      name: 'stackName',
      input: '2media',
      expected: 'a letter, then at most 127 letters, digits and hyphens',
      default: 'AntMediaWebhooks',
    },
    { name: 'memory', input: 'abc', expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'memory', input: '127', expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'memory', input: '512.5', expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'memory', input: '', expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'memory', input: null, expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'memory', input: [512], expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'memory', input: { MB: 512 }, expected: 'a whole number from 128 to 10240', default: '512' },
    { name: 'historyDays', input: '0', expected: 'a whole number from 1 to 3650', default: '62' },
    { name: 'keepHeartbeats', input: 'yes', expected: 'one of true, false', default: 'false' },
    { name: 'healthHistory', input: 'off', expected: 'one of true, false', default: 'true' },
    { name: 'byDay', input: 'off', expected: 'one of true, false', default: 'true' },
    { name: 'allowList', input: '203.0.113.0/', expected: list, default: '' },
    { name: 'allowList', input: '203.0.113.0/33', expected: list, default: '' },
    { name: 'allowList', input: '2001:db8::/129', expected: list, default: '' },
    { name: 'allowList', input: '10.0.0.0/8/8', expected: list, default: '' },
    { name: 'allowList', input: '10.0.0.0/8,', expected: list, default: '' },
    { name: 'allowList', input: '10.0.0.0/8,::ffff:203.0.113.0/120', expected: list, default: '' },
    { name: 'allowList', input: '::FFFF:cb00:7109', expected: list, default: '' },
    { name: 'allowList', input: 'media.example.com', expected: list, default: '' },
    { name: 'allowList', input: [['10.0.0.0/8']], expected: list, default: '' },
    { name: 'allowList', input: { from: '10.0.0.0/8' }, expected: list, default: '' },
    { name: 'throttleRate', input: '10001', expected: 'a whole number from 1 to 10000', default: '500' },
    { name: 'throttleBurst', input: '-1', expected: 'a whole number from 1 to 5000', default: '1000' },
    { name: 'reservedConcurrency', input: '-1', expected: 'a whole number from 0 to 10000', default: '0' },
    { name: 'domainName', input: 'https://hooks.example.com', expected: domainText, default: '' },
    { name: 'domainName', input: 'Hooks.example.com', expected: domainText, default: '' },
    { name: 'domainName', input: '*.example.com', expected: domainText, default: '' },
    { name: 'domainName', input: 'hooks', expected: domainText, default: '' },
    { name: 'certificateArn', input: '7b9c1a52', expected: 'the ARN of an ACM certificate', default: '' },
    { name: 'replicaRegions', input: 'Frankfurt', expected: regions, default: '' },
    { name: 'replicaRegions', input: 'eu-west-1a', expected: regions, default: '' },
    { name: 'replicaRegions', input: 'eu-west-1,', expected: regions, default: '' },
    { name: 'replicaRegions', input: 'eu-west-1,eu-west-1', expected: regions, default: '' },
    { name: 'deletionProtection', input: 'on', expected: 'one of true, false', default: 'false' },
    { name: 'logDays', input: '31', expected: days, default: '30' },
    { name: 'tags', input: 'video', expected: pairs, default: '' },
    { name: 'tags', input: 'team=', expected: pairs, default: '' },
    { name: 'tags', input: { team: 'video,stage=live' }, expected: pairs, default: '' },
    { name: 'tags', input: { team: { name: 'video' } }, expected: pairs, default: '' },
    { name: 'tags', input: 'team=video,', expected: pairs, default: '' },
    { name: 'tags', input: 'team=video,team=audio', expected: pairs, default: '' },
    { name: 'tags', input: 'AWS:team=video', expected: pairs, default: '' },
    { name: 'tags', input: 'team=a&b', expected: pairs, default: '' },
    { name: 'tracing', input: 'yes', expected: 'one of true, false', default: 'false' },
    { name: 'awsClient', input: 'large', expected: 'one of small, sdk', default: 'small' },
    { name: 'alarmEmail', input: 'video', expected: 'one e-mail address', default: '' },
    { name: 'alarmEmail', input: 'a@example.com,b@example.com', expected: 'one e-mail address', default: '' },
    { name: 'silenceMinutes', input: '1441', expected: 'a whole number from 0 to 1440', default: '0' },
    { name: 'sweepMinutes', input: '61', expected: 'a whole number from 0 to 60', default: '1' },
    { name: 'sweepMinutes', input: '0.5', expected: 'a whole number from 0 to 60', default: '1' },
    { name: 'presumeEndedMinutes', input: '1441', expected: 'a whole number from 0 to 1440', default: '5' },
    { name: 'vpcSubnets', input: 'vpc-0a1b2c3d', expected: vpcIds('subnet', 16), default: '' },
    { name: 'vpcSubnets', input: 'subnet-0a1b2c3d4', expected: vpcIds('subnet', 16), default: '' },
    { name: 'vpcSubnets', input: 'subnet-0a1b2c3d,subnet-0a1b2c3d', expected: vpcIds('subnet', 16), default: '' },
    { name: 'vpcSecurityGroups', input: 'sg-0A1B2C3D', expected: vpcIds('sg', 5), default: '' },
    { name: 'vpcSecurityGroups', input: 'subnet-0a1b2c3d', expected: vpcIds('sg', 5), default: '' },
    { name: 'announcements', input: 'no', expected: 'one of true, false', default: 'true' },
    { name: 'boardUrl', input: 'http://board.example.com', expected: boardUrl, default: '' },
    { name: 'boardUrl', input: 'https://board.example.com/', expected: boardUrl, default: '' },
    { name: 'boardUrl', input: 'https://me:secret@board.example.com', expected: boardUrl, default: '' },
    ...[
      'javascript:alert({name})',
      'ftp://bucket.example/{name}',
      'https://{app}.example/{name}',
      'https://bucket.example:{id}/',
      'https://me:secret@bucket.example/{name}',
      'https://bucket.example/{stream}',
      'https://bucket.example/{name',
      'https://bucket.example/a b',
      'https://bucket.example:99999/{name}',
      '//bucket.example/{name}',
      `https://bucket.example/{name}${'x'.repeat(1_000)}`,
    ].map((input) => ({ name: 'recordingUrl', input, expected: recordingUrl, default: '' })),
    { name: 'playUrl', input: 'https://media.example/{vodId}', expected: playUrl, default: '' },
    { name: 'streamAlarmEmail', input: 'video', expected: 'one e-mail address', default: '' },
    { name: 'logDays', input: '9999', expected: days, default: '30' },
    { name: 'removalPolicy', input: 'delete', expected: 'one of retain, destroy', default: 'retain' },
  ])(
    'rejects $input for $name with what was received, what is expected and what to do',
    ({ name, input, expected, default: defaultText }) => {
      expect(() => readSettings({ [name]: input })).toThrow(
        new Error(
          `Setting ${name}: received ${JSON.stringify(input)}, expected ${expected}. ` +
            `Change it in settings.json or with -c ${name}=VALUE, or remove it for the default ${JSON.stringify(defaultText)}.`,
        ),
      );
    },
  );

  it('rejects removalPolicy destroy with deletionProtection', () => {
    expect(() => readSettings({ removalPolicy: 'destroy', deletionProtection: 'true' })).toThrow(
      /received "destroy" and "true", expected at most one of them/,
    );
  });

  it('rejects an allow-list that does not fit the environment of a function', () => {
    const input = Array(500).fill('10.0.0.1').join(',');
    expect(() => readSettings({ allowList: input })).toThrow(/at most 3000 characters/);
  });

  it('rejects more tags than a resource accepts', () => {
    const input = Array.from({ length: 51 }, (_, index) => `key${index}=value`).join(',');
    expect(() => readSettings({ tags: input })).toThrow(/at most 50/);
  });

  const domain = { domainName: 'hooks.example.com', certificateArn: certificate };
  const vpc = { vpcSubnets: 'subnet-0a1b2c3d, subnet-0a1b2c3d4e5f67890', vpcSecurityGroups: ['sg-0a1b2c3d4e5f67890'] };

  it('reads a domain with its certificate, and subnets with their security groups', () => {
    expect(readSettings(domain)).toEqual({ ...defaults, ...domain });
    expect(readSettings(vpc)).toEqual({ ...defaults, ...vpc, vpcSubnets: vpc.vpcSubnets.split(', ') });
  });

  it.each([
    { received: '"hooks.example.com" and ""', half: { domainName: domain.domainName } },
    { received: `"" and "${certificate}"`, half: { certificateArn: certificate } },
    { received: '"subnet-0a1b2c3d,subnet-0a1b2c3d4e5f67890" and ""', half: { vpcSubnets: vpc.vpcSubnets } },
    { received: '"" and "sg-0a1b2c3d4e5f67890"', half: { vpcSecurityGroups: vpc.vpcSecurityGroups } },
  ])('rejects one half of a pair: $received', ({ received, half }) => {
    const names = 'domainName' in half || 'certificateArn' in half ? Object.keys(domain) : Object.keys(vpc);
    expect(() => readSettings(half)).toThrow(
      new Error(
        `Settings ${names.join(' and ')}: received ${received}, ` +
          'expected both or neither. Set the missing one, or remove the other.',
      ),
    );
  });

  it.each([
    { prefix: 'subnet', name: 'vpcSubnets', max: 16 },
    { prefix: 'sg', name: 'vpcSecurityGroups', max: 5 },
  ])('accepts at most $max of $name, the limit of a function', ({ prefix, name, max }) => {
    const other = name === 'vpcSubnets' ? { vpcSecurityGroups: 'sg-0a1b2c3d' } : { vpcSubnets: 'subnet-0a1b2c3d' };
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `${prefix}-0a1b2c${10 + index}`);
    expect(readSettings({ ...other, [name]: ids(max) })).toMatchObject({ [name]: ids(max) });
    expect(() => readSettings({ ...other, [name]: ids(max + 1) })).toThrow(`at most ${max}`);
  });

  it.each([
    { name: 'ram', hint: 'Correct it, or remove it.' },
    { name: 'memmory', hint: 'Did you mean memory?' },
    { name: 'alarm-email', hint: 'Did you mean alarmEmail?' },
  ])('rejects an unknown name and lists the settings: $name', ({ name, hint }) => {
    const known = Object.keys(defaults).join(', ');
    expect(() => readSettings({ [name]: '512' })).toThrow(
      new Error(`Setting ${name}: there is none of this name, expected one of ${known}. ${hint}`),
    );
  });

  it.each(['constructor', 'toString', '__proto__', 'alarm-email', 'alarmEmail ', 'memory.', ''])(
    'has no setting named %j',
    (name) => {
      expect(() => readSettings(Object.fromEntries([[name, 'x']]))).toThrow(/there is none of this name/);
    },
  );
});
