import { describe, expect, it } from 'vitest';
import { grantsOf } from '../grants.ts';
import { constructNameOf, resourcesOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

const { vpcSubnets, vpcSecurityGroups } = allSettings;
const template = () => templateOf({ vpcSubnets, vpcSecurityGroups });

const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

describe('createAskerFunction', () => {
  it('creates nothing without subnets', () => {
    expect(Object.keys(templateOf().toJSON().Resources).filter((id) => /asker/i.test(id))).toEqual([]);
    expect(JSON.stringify(templateOf())).not.toMatch(/ec2:|VpcConfig/);
  });

  it('connects only the asker to the subnets, with the security groups', () => {
    const functions = Object.entries(resourcesOf(template(), 'AWS::Lambda::Function'));
    const connected = functions.filter(([, { Properties }]) => Properties.VpcConfig !== undefined);
    expect(connected.map(([name, { Properties }]) => [name, Properties.VpcConfig, Properties.Environment])).toEqual([
      [
        'AskerFunction',
        { SubnetIds: vpcSubnets.split(','), SecurityGroupIds: vpcSecurityGroups.split(',') },
        undefined,
      ],
    ]);
  });

  it('grants its own log and network interfaces only, the latter to Lambda and not to its code', () => {
    const arn = expect.stringMatching(/^AskerFunction/);
    const condition = { Condition: { ArnEquals: { 'lambda:SourceFunctionArn': { 'Fn::GetAtt': [arn, 'Arn'] } } } };
    const [allowed, denied] = partition(grantsOf(template(), 'Asker'), (grant) => !grant.includes(' Deny'));
    expect(allowed).toEqual([
      ...networkActions.map((action) => `${action} on *`),
      'logs:CreateLogStream on AskerLogs',
      'logs:PutLogEvents on AskerLogs',
    ]);
    const parsed = denied.map((grant) => grant.split(' on * Deny'));
    expect(parsed.map(([action]) => action)).toEqual(networkActions);
    for (const [, rest = ''] of parsed) expect(JSON.parse(rest)).toEqual(condition);
  });

  it('gets its permissions before it is created: Lambda rejects a function in a VPC without them', () => {
    const { DependsOn = [] } = resourcesOf(template(), 'AWS::Lambda::Function').AskerFunction ?? {};
    expect(DependsOn.map(constructNameOf)).toContain('AskerRoleDefaultPolicy');
  });
});

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
