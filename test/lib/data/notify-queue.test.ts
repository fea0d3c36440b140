import { describe, expect, it } from 'vitest';
import { SOURCE } from '../../../lambda/announcing/announcement.ts';
import { TEST_SOURCE } from '../../../lambda/notifying/test-event.ts';
import { constructNameOf, referenceTo, resourcesOf } from '../logical-ids.ts';
import { settingsExtremes, templateOf } from '../synthesis.ts';

const DAY_S = 86_400;

const queue = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::SQS::Queue').NotifyQueue;
const rule = () => resourcesOf(templateOf(), 'AWS::Events::Rule').NotifyQueueRule?.Properties;

describe('NotifyQueue', () => {
  it.each(settingsExtremes)(
    'is encrypted, stores messages for 14 days, and is deleted with its stack: $what',
    ({ settings }) => {
      const { Properties, ...policies } = queue(settings) ?? expect.fail('expected a queue');
      expect(Properties).toEqual({
        MessageRetentionPeriod: 14 * DAY_S,
        SqsManagedSseEnabled: true,
        VisibilityTimeout: expect.any(Number),
      });
      expect(policies).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    },
  );

  it('hides a batch for six times the notifier’s timeout, as AWS advises', () => {
    const { Timeout } = resourcesOf(templateOf(), 'AWS::Lambda::Function').NotifierFunction?.Properties ?? {};
    expect(queue()?.Properties.VisibilityTimeout).toBe(6 * Timeout);
  });

  it('gets every announcement and every test of its bus', () => {
    const { EventBusName, EventPattern, Name, State, Targets } = rule();
    expect([constructNameOf(EventBusName.Ref), Name, State]).toEqual(['Announcements', 'notifications', 'ENABLED']);
    expect(EventPattern).toEqual({ source: [SOURCE, TEST_SOURCE] });
    const [{ Arn, ...options }, ...more] = Targets;
    expect(constructNameOf(Arn['Fn::GetAtt'][0])).toBe('NotifyQueue');
    expect([Object.keys(options), more]).toEqual([['Id'], []]);
  });

  it('lets only its rule send, over TLS, besides those whom IAM allows to', () => {
    const { NotifyQueuePolicy } = resourcesOf(templateOf(), 'AWS::SQS::QueuePolicy');
    const { Queues, PolicyDocument } = NotifyQueuePolicy?.Properties ?? {};
    expect(Queues.map(({ Ref }: { Ref: string }) => constructNameOf(Ref))).toEqual(['NotifyQueue']);
    const arnOf = (construct: string) => ({
      'Fn::GetAtt': [expect.stringMatching(`^${construct}[0-9A-F]{8}$`), 'Arn'],
    });
    expect(PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: arnOf('NotifyQueue'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
        Resource: arnOf('NotifyQueue'),
        Condition: { ArnEquals: { 'aws:SourceArn': arnOf('NotifyQueueRule') } },
      },
    ]);
  });

  it('has no dead-letter queue: a message is tried until SQS deletes it', () =>
    expect(queue()?.Properties).not.toHaveProperty('RedrivePolicy'));
});

it('the notifier finds its queue by its URL', () =>
  templateOf().hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { NOTIFY_QUEUE_URL: referenceTo('NotifyQueue') } },
  }));
