import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { recipientsPath } from '../../../lambda/notifying/recipients/recipient-parameter.ts';
import { grantsOf } from '../grants.ts';
import { constructNameOf, referenceTo, resourcesOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

const arnOf = (service: string, resource: string) =>
  `arn:{"Ref":"AWS::Partition"}:${service}:{"Ref":"AWS::Region"}:{"Ref":"AWS::AccountId"}:${resource}`;

const grants = (stackName: string) => [
  'dynamodb:BatchGetItem on Notifications',
  'dynamodb:DeleteItem on Notifications',
  'dynamodb:GetItem on Notifications',
  'dynamodb:PutItem on Notifications',
  'dynamodb:Query on Notifications',
  'dynamodb:UpdateItem on Notifications',
  'logs:CreateLogStream on NotifierLogs',
  'logs:PutLogEvents on NotifierLogs',
  `sns:Publish on ${arnOf('sns', `${stackName}-notify-*`)}`,
  'sqs:DeleteMessage on NotifyQueue',
  'sqs:GetQueueAttributes on NotifyQueue',
  'sqs:ReceiveMessage on NotifyQueue',
  'sqs:SendMessage on NotifyQueue',
  `ssm:GetParametersByPath on ${arnOf('ssm', `parameter${recipientsPath(stackName)}`)}`,
];

/** Returns the variables of the notifier, with construct names in place of references. */
function variables(settings = {}): Record<string, unknown> {
  const { Properties } = resourcesOf(templateOf(settings), 'AWS::Lambda::Function').NotifierFunction ?? expect.fail('expected a function'); // biome-ignore format: a line
  return Properties.Environment.Variables;
}

describe('createNotifications', () => {
  it.each(['AntMediaWebhooks', 'Second'])(
    'grants its table, its queue, the recipients and topics of its own stack, and writing its own log only: %s',
    (stackName) => expect(grantsOf(templateOf({ stackName }), 'Notifier')).toEqual(grants(stackName)),
  );

  it('sets table, queue, path and board as environment, and a timeout of 30 s', () => {
    templateOf().hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectEquals({
          NOTIFICATIONS_TABLE: referenceTo('Notifications'),
          NOTIFY_QUEUE_URL: referenceTo('NotifyQueue'),
          RECIPIENTS_PATH: recipientsPath('AntMediaWebhooks'),
          BOARD_URL: Match.anyValue(),
        }),
      },
      LoggingConfig: { LogGroup: referenceTo('NotifierLogs') },
      Timeout: 30,
    });
  });

  const { domainName, certificateArn } = allSettings;
  it.each([
    { what: 'the API', settings: {}, board: { 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'ApiEndpoint'] } },
    {
      what: 'its own domain',
      settings: { domainName, certificateArn },
      board: { 'Fn::Join': ['', ['https://', { Ref: expect.stringMatching(/^Domain/) }]] },
    },
    { what: 'boardUrl', settings: { boardUrl: 'https://board.example.com' }, board: 'https://board.example.com' },
  ])('links to the board at $what', ({ settings, board }) => expect(variables(settings).BOARD_URL).toEqual(board));

  it('receives messages in batches of ten, five at once, and reports the failed ones', () => {
    const { NotifierFunctionMessages } = resourcesOf(templateOf(), 'AWS::Lambda::EventSourceMapping');
    const { EventSourceArn, FunctionName, ...options } = NotifierFunctionMessages?.Properties ?? {};
    const names = [constructNameOf(EventSourceArn['Fn::GetAtt'][0]), constructNameOf(FunctionName.Ref)];
    expect(names).toEqual(['NotifyQueue', 'NotifierFunction']);
    expect(options).toEqual({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  it('gets its permissions before the mapping: Lambda rejects a mapping without them', () => {
    const { DependsOn = [] } = resourcesOf(templateOf(), 'AWS::Lambda::Function').NotifierFunction ?? {};
    expect(DependsOn.map(constructNameOf)).toContain('NotifierRoleDefaultPolicy');
  });

  it('creates nothing without announcements', () => {
    const { Resources } = templateOf({ ...allSettings, announcements: 'false' }).toJSON();
    expect(Object.keys(Resources).filter((id) => /notif/i.test(id))).toEqual([]);
  });
});
