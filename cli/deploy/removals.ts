import { type Properties, type Resource, TABLE_TYPE, type Template } from '../stack/template.ts';

/** Describes the event bus: it can be removed only once it has no rules. */
export const EVENT_BUS_FEATURE = 'the event bus';

type Describer = (name: string, properties: Properties) => string;

/** The features of a deployment that someone may rely on, by type of CloudFormation resource. */
const describers: Readonly<Record<string, Describer>> = {
  'AWS::SNS::Subscription': (name, { Endpoint }) =>
    `the subscription of ${Endpoint} to the alarms${name.startsWith('StreamAlarmTopic') ? ' about streams' : ''}`,
  'AWS::CloudWatch::Alarm': (name) => `the alarm ${name.replace(/^Alarms/, '')}`,
  'AWS::ApiGatewayV2::DomainName': (_, { DomainName }) => `the domain ${DomainName}`,
  [TABLE_TYPE]: (name) => `the table ${name}`,
  'AWS::SQS::Queue': (name) => `the queue ${name}`,
  'AWS::Logs::LogGroup': (name) => `the log group ${name}`,
  'AWS::Lambda::Function': (name) => `the function ${name}`,
  'AWS::Events::EventBus': () => EVENT_BUS_FEATURE,
  'AWS::SNS::Topic': (name) => `the topic ${name}`,
  'AWS::CloudWatch::Dashboard': () => 'the dashboard',
};

/** Describes the features of the deployed template that the desired one lacks. The usual cause is a forgotten setting. */
export function findRemovals(deployed: Template, desired: Template): string[] {
  const remaining = new Set(featuresOf(desired));
  return featuresOf(deployed).filter((feature) => !remaining.has(feature));
}

function featuresOf({ Resources = {}, Outputs = {} }: Template): string[] {
  return [
    ...Object.entries(Resources).flatMap(([id, resource]) => featuresOfResource(withoutHash(id), resource)),
    ...Object.keys(Outputs).map((name) => `the output ${name}`),
  ];
}

/** Removes the hash that CDK appends to a logical id. */
const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

function featuresOfResource(name: string, { Type, Properties = {}, DeletionPolicy }: Resource): string[] {
  const description = describers[Type]?.(name, Properties);
  if (description === undefined) return [];
  const details = [
    ...(Type === TABLE_TYPE ? featuresOfTable(Properties) : []),
    ...(Type === 'AWS::Lambda::Function' ? featuresOfFunction(Properties) : []),
  ];
  return [
    description,
    ...details.map((detail) => `${detail} of ${description}`),
    ...(DeletionPolicy?.startsWith('Retain')
      ? [`the retention of ${description} (it is deleted with the stack then)`]
      : []),
  ];
}

function featuresOfTable({ GlobalSecondaryIndexes = [], Replicas = [] }: Properties): string[] {
  return [
    ...GlobalSecondaryIndexes.map(({ IndexName }) => `the index ${IndexName}`),
    ...Replicas.map(({ Region }) => `the replica in ${Region}`),
    ...(Replicas.some(({ DeletionProtectionEnabled }) => DeletionProtectionEnabled) ? ['the deletion protection'] : []),
  ];
}

function featuresOfFunction({ Environment, ReservedConcurrentExecutions, TracingConfig }: Properties): string[] {
  return [
    ...(Environment?.Variables?.ALLOW_LIST ? ['the allow-list (every address is accepted then)'] : []),
    ...(ReservedConcurrentExecutions === undefined ? [] : ['the reserved concurrency']),
    ...(TracingConfig?.Mode === 'Active' ? ['the tracing'] : []),
  ];
}
