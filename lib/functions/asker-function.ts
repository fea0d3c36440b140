import { Duration, Validations } from 'aws-cdk-lib';
import { Effect, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction } from './handler-function.ts';

/** The sweeper gives it at most 20 s; what still runs then hangs. */
const TIMEOUT = Duration.seconds(30);

/** The actions that Lambda documents for a function in a VPC; it uses the function's role for them. */
const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Creates the function that asks media servers in a VPC on behalf of the sweeper; undefined unless the settings name
 * subnets. It has no rights in AWS but for its log: the sweeper itself would need a NAT gateway there.
 */
export function createAskerFunction(scope: Construct, id: string, settings: Settings): HandlerFunction | undefined {
  const { vpcSubnets, vpcSecurityGroups, sweepMinutes } = settings;
  if (vpcSubnets.length === 0 || sweepMinutes === 0) return undefined;
  const asker = new HandlerFunction(scope, id, {
    entry: 'asker',
    description: 'Asks the media servers that only this VPC reaches',
    timeout: TIMEOUT,
    environment: {},
    settings,
  });
  const resource = asker.lambda.node.defaultChild as CfnFunction; // the construct wants the id of the VPC too
  resource.vpcConfig = { subnetIds: [...vpcSubnets], securityGroupIds: [...vpcSecurityGroups] };
  grantNetworkInterfaces(asker);
  return asker;
}

/** Lets Lambda connect the function to the VPC, and denies its code the same: the condition holds for its calls only. */
function grantNetworkInterfaces(asker: HandlerFunction): void {
  const statement = { actions: NETWORK_ACTIONS, resources: ['*'] };
  asker.grantPrincipal.addToPolicy(new PolicyStatement(statement));
  const SourceFunction = { 'lambda:SourceFunctionArn': asker.lambda.functionArn };
  new Policy(asker, 'CodePolicy', {
    roles: [asker.grantPrincipal],
    statements: [new PolicyStatement({ ...statement, effect: Effect.DENY, conditions: { ArnEquals: SourceFunction } })],
  });
  const reason =
    'Lambda checks these actions on all network interfaces before it creates its own; the code of the function is denied them.';
  Validations.of(asker).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });
}
