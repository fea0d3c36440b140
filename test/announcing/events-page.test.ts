import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addArchive,
  addFifoQueue,
  addFunction,
  addQueue,
  addStateMachine,
  Consumers,
} from '../../docs/events/rules.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { announcementSchema } from '../../lambda/announcing/announcement-schema.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { exampleAnnouncements, exampleClock } from './example-announcements.ts';
import { expectValid } from './valid-announcement.ts';

const outdir = useTempFolder('rules');
const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
const rules = readFileSync(new URL('../../docs/events/rules.ts', import.meta.url), 'utf8');

/** Returns the blocks of code of the page in a language. */
const blocksOf = (language: string): string[] =>
  Array.from(page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms')), ([, code = '']) => code);

const withoutIndents = (code: string): string => code.replace(/^ +/gm, '').trim();

const types = announcementSchema.options.map(({ shape }) => shape['detail-type'].value);

describe('the examples of the page', () => {
  let made: Announcement[];

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: exampleClock('10:00:00') }); // the sequence of a new stream begins at this time
    made = await exampleAnnouncements();
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  it.each(types)('show a %s as hooks make it', (type) => {
    const example = made.find((announcement) => announcement['detail-type'] === type);
    expectValid(example);
    const shown = blocksOf('json').map((block) => JSON.parse(block));
    expect(shown.filter((announcement) => announcement['detail-type'] === type)).toEqual([example]);
  });
});

it.each(types)('has %s in its catalogue', (type) => {
  expect(page).toContain(`| [${type}](#${type.toLowerCase().replace(' ', '-')}) |`);
});

describe('the rules of the page', () => {
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  const stack = new Consumers(app, 'Consumers', 'bus-of-the-receiver');
  addQueue(stack, stack.rules);
  addFifoQueue(stack, stack.rules);
  addFunction(stack, LambdaFunction.fromFunctionName(stack, 'Bill', 'bill'), stack.rules);
  addStateMachine(stack, StateMachine.fromStateMachineName(stack, 'Escalate', 'escalate'), stack.rules);
  addArchive(stack, Bucket.fromBucketName(stack, 'Bucket', 'announcements'), stack.rules);
  const found = Object.entries(Template.fromStack(stack).findResources('AWS::Events::Rule'));

  it.each(blocksOf('ts').map((code) => ({ code })))('are compiled: $code', ({ code }) => {
    expect(withoutIndents(rules)).toContain(withoutIndents(code));
  });

  it('are all shown', () => {
    expect(found.length).toBe(blocksOf('ts').filter((code) => code.includes('new Rule(')).length);
  });

  it.each(found)('select announcements on the bus: %s', (_, { Properties }) => {
    const { EventBusName, EventPattern, Targets } = Properties;
    expect(EventBusName).toBe('bus-of-the-receiver');
    expect(EventPattern.source).toEqual(['ant-media-webhooks']);
    expect(types).toEqual(expect.arrayContaining(EventPattern['detail-type'] ?? []));
    expect(Targets).toHaveLength(1);
  });
});
