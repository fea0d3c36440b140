import type { TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Settings } from '../settings/settings.ts';
import { removalPolicies } from './removal-policy.ts';

/** The deployment's settings for the tables. */
export type TableSettings = Pick<Settings, 'removalPolicy' | 'deletionProtection' | 'replicaRegions'>;

/** Returns the options that both tables share: expiry, backups, protection, replicas. */
export function tableOptions({ removalPolicy, deletionProtection, replicaRegions }: TableSettings) {
  return {
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(deletionProtection && { deletionProtection }), // absent when off, so that deployed tables do not change
    replicas: replicaRegions.map((region) => ({ region })),
    removalPolicy: removalPolicies[removalPolicy],
  } satisfies Partial<TablePropsV2>;
}
