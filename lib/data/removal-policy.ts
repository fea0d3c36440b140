import { RemovalPolicy } from 'aws-cdk-lib';
import type { Settings } from '../settings/settings.ts';

/** CDK's value for each choice of the setting `removalPolicy`. */
export const removalPolicies: Readonly<Record<Settings['removalPolicy'], RemovalPolicy>> = {
  retain: RemovalPolicy.RETAIN,
  destroy: RemovalPolicy.DESTROY,
};
