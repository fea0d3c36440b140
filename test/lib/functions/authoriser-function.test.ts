import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { appKey, keyText, REFUSALS_PREFIX, refusalKey, stateKey } from '../../../lambda/table/row-keys.ts';
import { STREAM_KEY_PREFIX } from '../../../lambda/tokens/stream-key-row.ts';
import { grantsOf } from '../grants.ts';
import { referenceTo } from '../logical-ids.ts';
import { allSettings, settingsExtremes, templateOf } from '../synthesis.ts';

/** A condition of a statement: on the partitions of the rows, and on the attributes that the request names. */
const conditionOn = (partition: string, more: object = {}) =>
  JSON.stringify({ Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition] }, ...more } });

describe('createAuthoriserFunction', () => {
  it.each(settingsExtremes)(
    'grants finding credentials, noting the use of a key, counting refusals and writing its own log only: $what',
    ({ settings }) => {
      const ofTracing = ['xray:PutTelemetryRecords on *', 'xray:PutTraceSegments on *'];
      const ofKeyUse = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['hash', 'lastUsedAt', 'allowed'] } };
      const ofKeyOnly = {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      };
      expect(grantsOf(templateOf(settings), 'Authoriser')).toEqual([
        'dynamodb:BatchGetItem on Tokens',
        `dynamodb:GetItem on Streams${conditionOn('stream#*', ofKeyOnly)}`,
        `dynamodb:PutItem on Streams${conditionOn('apps')}`,
        `dynamodb:UpdateItem on Streams${conditionOn(`${REFUSALS_PREFIX}*`)}`,
        `dynamodb:UpdateItem on Tokens${conditionOn(`${STREAM_KEY_PREFIX}*`, ofKeyUse)}`,
        'logs:CreateLogStream on AuthoriserLogs',
        'logs:PutLogEvents on AuthoriserLogs',
        ...(settings === allSettings ? ofTracing : []),
      ]);
    },
  );

  it('grants the partitions that it uses', () => {
    const refusal = { app: 'LiveApp', id: 'cam-1', use: 'publish', reason: 'noKey' } as const;
    expect(keyText(refusalKey(refusal, 0))).toMatch(/^refusals#/);
    expect(keyText(appKey('LiveApp'))).toMatch(/^apps /);
    expect(keyText(stateKey('LiveApp', 'cam-1'))).toMatch(/^stream#/);
  });

  it('sets the tables, the allow-list and the days of the history as environment, and a timeout of 3 s', () => {
    templateOf({ allowList: '10.0.0.0/8', historyDays: '7' }).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectEquals({
          STREAMS_TABLE: referenceTo('Streams'),
          TOKENS_TABLE: referenceTo('Tokens'),
          ALLOW_LIST: '10.0.0.0/8',
          HISTORY_DAYS: '7',
        }),
      },
      LoggingConfig: { LogGroup: referenceTo('AuthoriserLogs') },
      Timeout: 3,
    });
  });
});
