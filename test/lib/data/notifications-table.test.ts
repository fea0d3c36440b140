import { expect, it } from 'vitest';
import { resourcesOf } from '../logical-ids.ts';
import { settingsExtremes, templateOf } from '../synthesis.ts';

const table = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable').Notifications;

it.each(settingsExtremes)(
  'is neither copied nor backed up nor protected, and deleted with its stack: $what',
  ({ settings }) => {
    const { Properties, ...policies } = table(settings) ?? expect.fail('expected a table');
    expect(Properties.Replicas).toHaveLength(1);
    expect(JSON.stringify(Properties)).not.toMatch(/PointInTimeRecovery|DeletionProtection|StreamSpecification/);
    expect(policies).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  },
);
