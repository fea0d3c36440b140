import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/settings/read-settings.ts';

const defaults = {
  stackName: 'AntMediaWebhooks',
  memory: 512,
  historyDays: 30,
  keepHeartbeats: false,
  healthHistory: true,
  allowList: '',
  throttleRate: 500,
  throttleBurst: 1000,
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
};

const certificate = 'arn:aws:acm:eu-west-1:123456789012:certificate/7b9c1a52-0000-4000-8000-000000000000';

describe('readSettings', () => {
  it('has a default for every setting', () => {
    expect(readSettings({})).toEqual(defaults);
  });

  it('leaves the keys of CDK itself alone', () => {
    const context = {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      'aws:cdk:bundling-stacks': ['**'],
      'cli-telemetry': false,
    };
    expect(readSettings(context)).toEqual(defaults);
  });

  it.each([
    { name: 'stackName', typed: 'Media-2', value: 'Media-2' },
    { name: 'memory', typed: '128', value: 128 },
    { name: 'memory', typed: '10240', value: 10_240 },
    { name: 'memory', typed: 1024, value: 1024 },
    { name: 'historyDays', typed: '1', value: 1 },
    { name: 'keepHeartbeats', typed: 'true', value: true },
    { name: 'keepHeartbeats', typed: true, value: true },
    { name: 'keepHeartbeats', typed: 'false', value: false },
    { name: 'healthHistory', typed: 'true', value: true },
    { name: 'healthHistory', typed: false, value: false },
    { name: 'allowList', typed: '', value: '' },
    {
      name: 'allowList',
      typed: ' 203.0.113.7 , 10.0.0.0/8,2001:db8::/32 ',
      value: '203.0.113.7,10.0.0.0/8,2001:db8::/32',
    },
    { name: 'allowList', typed: ['10.0.0.0/8', '::1'], value: '10.0.0.0/8,::1' },
    { name: 'allowList', typed: '0.0.0.0/0,::/0', value: '0.0.0.0/0,::/0' },
    { name: 'allowList', typed: [], value: '' },
    { name: 'throttleRate', typed: '10000', value: 10_000 },
    { name: 'throttleBurst', typed: '5000', value: 5_000 },
    { name: 'reservedConcurrency', typed: '10000', value: 10_000 },
    { name: 'replicaRegions', typed: 'eu-central-1', value: ['eu-central-1'] },
    { name: 'replicaRegions', typed: 'us-gov-west-1, ap-southeast-2', value: ['us-gov-west-1', 'ap-southeast-2'] },
    { name: 'replicaRegions', typed: ['eu-west-1', 'eu-west-2'], value: ['eu-west-1', 'eu-west-2'] },
    { name: 'deletionProtection', typed: 'true', value: true },
    { name: 'logDays', typed: '365', value: 365 },
    { name: 'tags', typed: 'team=video', value: { team: 'video' } },
    { name: 'tags', typed: 'cost centre=42/a, Ablage=Büro=2', value: { 'cost centre': '42/a', Ablage: 'Büro=2' } },
    { name: 'tags', typed: { team: 'video', 'cost centre': 42 }, value: { team: 'video', 'cost centre': '42' } },
    { name: 'tags', typed: ['team=video', 'stage=live'], value: { team: 'video', stage: 'live' } },
    { name: 'tracing', typed: 'true', value: true },
    { name: 'awsClient', typed: 'small', value: 'small' },
    { name: 'awsClient', typed: 'sdk', value: 'sdk' },
    { name: 'alarmEmail', typed: 'video+alarms@example.co.uk', value: 'video+alarms@example.co.uk' },
    { name: 'silenceMinutes', typed: '1440', value: 1_440 },
    { name: 'removalPolicy', typed: 'destroy', value: 'destroy' },
    { name: 'removalPolicy', typed: 'retain', value: 'retain' },
  ])('reads $name from $typed', ({ name, typed, value }) => {
    expect(readSettings({ [name]: typed })).toEqual({ ...defaults, [name]: value });
  });

  const list =
    'addresses and CIDR blocks with commas between them, such as 203.0.113.0/24,2001:db8::1, or in JSON a list of them (IPv4 not as ::ffff:0:0/96; at most 3000 characters)';
  const regions = 'names of regions with commas between them, each once, such as eu-central-1,us-east-1';
  const pairs =
    'key=value with commas between them, such as team=video,stage=live, or in JSON an object, such as {"team": "video"} (at most 50, each key once; letters, digits, spaces and _.:/+@-)';
  const domain = 'a domain in lower case, such as hooks.example.com';
  const days =
    'one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';

  it.each([
    {
      name: 'stackName',
      typed: '2media',
      expected: 'a letter, then at most 127 letters, digits and hyphens',
      or: 'AntMediaWebhooks',
    },
    { name: 'memory', typed: 'abc', expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'memory', typed: '127', expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'memory', typed: '512.5', expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'memory', typed: '', expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'memory', typed: null, expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'memory', typed: [512], expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'memory', typed: { MB: 512 }, expected: 'a whole number from 128 to 10240', or: '512' },
    { name: 'historyDays', typed: '0', expected: 'a whole number from 1 to 3650', or: '30' },
    { name: 'keepHeartbeats', typed: 'yes', expected: 'one of true, false', or: 'false' },
    { name: 'healthHistory', typed: 'off', expected: 'one of true, false', or: 'true' },
    { name: 'allowList', typed: '203.0.113.0/', expected: list, or: '' },
    { name: 'allowList', typed: '203.0.113.0/33', expected: list, or: '' },
    { name: 'allowList', typed: '2001:db8::/129', expected: list, or: '' },
    { name: 'allowList', typed: '10.0.0.0/8/8', expected: list, or: '' },
    { name: 'allowList', typed: '10.0.0.0/8,', expected: list, or: '' },
    { name: 'allowList', typed: '10.0.0.0/8,::ffff:203.0.113.0/120', expected: list, or: '' },
    { name: 'allowList', typed: '::FFFF:cb00:7109', expected: list, or: '' },
    { name: 'allowList', typed: 'media.example.com', expected: list, or: '' },
    { name: 'allowList', typed: [['10.0.0.0/8']], expected: list, or: '' },
    { name: 'allowList', typed: { from: '10.0.0.0/8' }, expected: list, or: '' },
    { name: 'throttleRate', typed: '10001', expected: 'a whole number from 1 to 10000', or: '500' },
    { name: 'throttleBurst', typed: '-1', expected: 'a whole number from 1 to 5000', or: '1000' },
    { name: 'reservedConcurrency', typed: '-1', expected: 'a whole number from 0 to 10000', or: '0' },
    { name: 'domainName', typed: 'https://hooks.example.com', expected: domain, or: '' },
    { name: 'domainName', typed: 'Hooks.example.com', expected: domain, or: '' },
    { name: 'domainName', typed: '*.example.com', expected: domain, or: '' },
    { name: 'domainName', typed: 'hooks', expected: domain, or: '' },
    { name: 'certificateArn', typed: '7b9c1a52', expected: 'the ARN of an ACM certificate', or: '' },
    { name: 'replicaRegions', typed: 'Frankfurt', expected: regions, or: '' },
    { name: 'replicaRegions', typed: 'eu-west-1a', expected: regions, or: '' },
    { name: 'replicaRegions', typed: 'eu-west-1,', expected: regions, or: '' },
    { name: 'replicaRegions', typed: 'eu-west-1,eu-west-1', expected: regions, or: '' },
    { name: 'deletionProtection', typed: 'on', expected: 'one of true, false', or: 'false' },
    { name: 'logDays', typed: '31', expected: days, or: '30' },
    { name: 'tags', typed: 'video', expected: pairs, or: '' },
    { name: 'tags', typed: 'team=', expected: pairs, or: '' },
    { name: 'tags', typed: { team: 'video,stage=live' }, expected: pairs, or: '' },
    { name: 'tags', typed: { team: { name: 'video' } }, expected: pairs, or: '' },
    { name: 'tags', typed: 'team=video,', expected: pairs, or: '' },
    { name: 'tags', typed: 'team=video,team=audio', expected: pairs, or: '' },
    { name: 'tags', typed: 'AWS:team=video', expected: pairs, or: '' },
    { name: 'tags', typed: 'team=a&b', expected: pairs, or: '' },
    { name: 'tracing', typed: 'yes', expected: 'one of true, false', or: 'false' },
    { name: 'awsClient', typed: 'large', expected: 'one of small, sdk', or: 'small' },
    { name: 'alarmEmail', typed: 'video', expected: 'one e-mail address', or: '' },
    { name: 'alarmEmail', typed: 'a@example.com,b@example.com', expected: 'one e-mail address', or: '' },
    { name: 'silenceMinutes', typed: '1441', expected: 'a whole number from 0 to 1440', or: '0' },
    { name: 'logDays', typed: '9999', expected: days, or: '30' },
    { name: 'removalPolicy', typed: 'delete', expected: 'one of retain, destroy', or: 'retain' },
  ])('refuses $typed for $name: what was received, what is expected, what to do', ({ name, typed, expected, or }) => {
    expect(() => readSettings({ [name]: typed })).toThrow(
      new Error(
        `Setting ${name}: received ${JSON.stringify(typed)}, expected ${expected}. ` +
          `Change it in settings.json or with -c ${name}=VALUE, or leave it out for ${JSON.stringify(or)}.`,
      ),
    );
  });

  it('refuses to destroy tables that are protected', () => {
    expect(() => readSettings({ removalPolicy: 'destroy', deletionProtection: 'true' })).toThrow(
      /received "destroy" and "true", of which each forbids the other/,
    );
  });

  it('refuses an allow-list that would not fit the environment of a function', () => {
    const typed = Array(500).fill('10.0.0.1').join(',');
    expect(() => readSettings({ allowList: typed })).toThrow(/at most 3000 characters/);
  });

  it('refuses more tags than a resource takes', () => {
    const typed = Array.from({ length: 51 }, (_, index) => `key${index}=value`).join(',');
    expect(() => readSettings({ tags: typed })).toThrow(/at most 50/);
  });

  it('reads a domain with its certificate', () => {
    const domain = { domainName: 'hooks.example.com', certificateArn: certificate };
    expect(readSettings(domain)).toEqual({ ...defaults, ...domain });
  });

  it.each([
    { domainName: 'hooks.example.com', certificateArn: '' },
    { domainName: '', certificateArn: certificate },
  ])('refuses a domain without a certificate, and a certificate without a domain', (half) => {
    expect(() => readSettings(half)).toThrow(
      new Error(
        `Settings domainName and certificateArn: received "${half.domainName}" and "${half.certificateArn}", ` +
          'expected both or neither. Set the one that is missing, or leave out the other.',
      ),
    );
  });

  it.each([
    { name: 'ram', advice: 'Correct it, or remove it.' },
    { name: 'memmory', advice: 'Did you mean memory?' },
    { name: 'alarm-email', advice: 'Did you mean alarmEmail?' },
  ])('refuses a word that is no setting, and names those there are: $name', ({ name, advice }) => {
    const known = Object.keys(defaults).join(', ');
    expect(() => readSettings({ [name]: '512' })).toThrow(
      new Error(`Setting ${name}: there is none of this name, expected one of ${known}. ${advice}`),
    );
  });

  it.each(['constructor', 'toString', '__proto__', 'alarm-email', 'alarmEmail ', 'memory.', ''])(
    'has no setting that is called %j',
    (name) => {
      expect(() => readSettings(Object.fromEntries([[name, 'x']]))).toThrow(/there is none of this name/);
    },
  );
});
