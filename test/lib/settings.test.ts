import { RemovalPolicy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../lib/settings.ts';

const defaults = {
  stackName: 'AntMediaWebhooks',
  memory: 512,
  historyDays: 30,
  keepHeartbeats: false,
  allowList: '',
  throttleRate: 500,
  throttleBurst: 1000,
  logDays: 30,
  removalPolicy: RemovalPolicy.RETAIN,
};

describe('readSettings', () => {
  it('has a default for every setting', () => {
    expect(readSettings({})).toEqual(defaults);
  });

  it('leaves the keys of CDK itself alone', () => {
    const context = { '@aws-cdk/aws-iam:minimizePolicies': true, 'aws:cdk:bundling-stacks': ['**'] };
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
    { name: 'allowList', typed: '', value: '' },
    {
      name: 'allowList',
      typed: ' 203.0.113.7 , 10.0.0.0/8,2001:db8::/32 ',
      value: '203.0.113.7,10.0.0.0/8,2001:db8::/32',
    },
    { name: 'allowList', typed: ['10.0.0.0/8', '::1'], value: '10.0.0.0/8,::1' },
    { name: 'throttleRate', typed: '10000', value: 10_000 },
    { name: 'throttleBurst', typed: '5000', value: 5_000 },
    { name: 'logDays', typed: '365', value: 365 },
    { name: 'removalPolicy', typed: 'destroy', value: RemovalPolicy.DESTROY },
    { name: 'removalPolicy', typed: 'retain', value: RemovalPolicy.RETAIN },
  ])('reads $name from $typed', ({ name, typed, value }) => {
    expect(readSettings({ [name]: typed })).toEqual({ ...defaults, [name]: value });
  });

  const list =
    'addresses and CIDR blocks with commas between them, such as 203.0.113.0/24,2001:db8::1 (at most 3000 characters)';
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
    { name: 'historyDays', typed: '0', expected: 'a whole number from 1 to 3650', or: '30' },
    { name: 'keepHeartbeats', typed: 'yes', expected: 'one of true, false', or: 'false' },
    { name: 'allowList', typed: '203.0.113.0/', expected: list, or: '' },
    { name: 'allowList', typed: '203.0.113.0/33', expected: list, or: '' },
    { name: 'allowList', typed: '2001:db8::/129', expected: list, or: '' },
    { name: 'allowList', typed: '10.0.0.0/8/8', expected: list, or: '' },
    { name: 'allowList', typed: '10.0.0.0/8,', expected: list, or: '' },
    { name: 'allowList', typed: 'media.example.com', expected: list, or: '' },
    { name: 'throttleRate', typed: '10001', expected: 'a whole number from 1 to 10000', or: '500' },
    { name: 'throttleBurst', typed: '-1', expected: 'a whole number from 1 to 5000', or: '1000' },
    { name: 'logDays', typed: '31', expected: days, or: '30' },
    { name: 'logDays', typed: '9999', expected: days, or: '30' },
    { name: 'removalPolicy', typed: 'delete', expected: 'one of retain, destroy', or: 'retain' },
  ])('refuses $typed for $name: what was received, what is expected, what to do', ({ name, typed, expected, or }) => {
    expect(() => readSettings({ [name]: typed })).toThrow(
      new Error(
        `Setting ${name}: received ${JSON.stringify(typed)}, expected ${expected}. ` +
          `Change it in cdk.json or with -c ${name}=VALUE, or leave it out for ${JSON.stringify(or)}.`,
      ),
    );
  });

  it('refuses an allow-list that would not fit the environment of a function', () => {
    const typed = Array(500).fill('10.0.0.1').join(',');
    expect(() => readSettings({ allowList: typed })).toThrow(/at most 3000 characters/);
  });

  it('refuses a plain word that is no setting, and names those there are', () => {
    expect(() => readSettings({ memmory: '512' })).toThrow(
      new Error(
        `Setting memmory: there is none of this name, expected one of ${Object.keys(defaults).join(', ')}. Correct it, or remove it.`,
      ),
    );
  });

  it.each(['constructor', 'toString', '__proto__'])('has no setting that is called %s', (name) => {
    expect(() => readSettings(Object.fromEntries([[name, 'x']]))).toThrow(/there is none of this name/);
  });
});
