import { describe, expect, it } from 'vitest';
import { requiredStackRegion } from '../../../lib/settings/replica-regions.ts';

describe('regionBeside', () => {
  it('names no region without replicas, so that the template fits every region', () => {
    expect(requiredStackRegion([], 'eu-west-1')).toBeUndefined();
    expect(requiredStackRegion([], undefined)).toBeUndefined();
  });

  it('names the region of the stack when its tables have replicas', () => {
    expect(requiredStackRegion(['eu-central-1'], 'eu-west-1')).toBe('eu-west-1');
  });

  it('rejects replicas of a stack whose region is unknown', () => {
    expect(() => requiredStackRegion(['eu-central-1', 'us-east-1'], undefined)).toThrow(
      new Error(
        'Setting replicaRegions: received "eu-central-1,us-east-1" without a region of the stack itself, ' +
          'expected one in the environment. Set AWS_REGION, as for the AWS CLI.',
      ),
    );
  });

  it('rejects a replica in the region of the stack', () => {
    expect(() => requiredStackRegion(['eu-central-1', 'eu-west-1'], 'eu-west-1')).toThrow(
      new Error(
        'Setting replicaRegions: received "eu-central-1,eu-west-1" for a stack in eu-west-1, ' +
          'expected other regions only. Remove eu-west-1 from the list.',
      ),
    );
  });
});
