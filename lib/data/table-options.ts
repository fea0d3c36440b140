import type { TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Settings } from '../settings/settings.ts';
import { removalPolicies } from './removal-policy.ts';

/** What whoever deploys chose for the tables. */
export type TableSettings = Pick<Settings, 'removalPolicy' | 'deletionProtection' | 'replicaRegions'>;

/** What both tables have in common: what of them expires, and what keeps the rest. */
export function tableOptions({ removalPolicy, deletionProtection, replicaRegions }: TableSettings) {
  return {
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(deletionProtection && { deletionProtection }), // not said when off: no table that is deployed changes then
    replicas: replicaRegions.map((region) => ({ region })),
    removalPolicy: removalPolicies[removalPolicy],
  } satisfies Partial<TablePropsV2>;
}
