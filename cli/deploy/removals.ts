import { type Properties, type Resource, TABLE_TYPE, type Template } from '../stack/template.ts';

type Describer = (name: string, properties: Properties) => string;

/** What of a deployment somebody may rely on, by its type in CloudFormation. */
const describers: Readonly<Record<string, Describer>> = {
  'AWS::SNS::Subscription': (_, { Endpoint }) => `the subscription of ${Endpoint} to the alarms`,
  'AWS::CloudWatch::Alarm': (name) => `the alarm ${name.replace(/^Alarms/, '')}`,
  'AWS::ApiGatewayV2::DomainName': (_, { DomainName }) => `the domain ${DomainName}`,
  [TABLE_TYPE]: (name) => `the table ${name}`,
  'AWS::SQS::Queue': (name) => `the queue ${name}`,
  'AWS::Logs::LogGroup': (name) => `the log group ${name}`,
  'AWS::Lambda::Function': (name) => `the function ${name}`,
  'AWS::SNS::Topic': (name) => `the topic ${name}`,
  'AWS::CloudWatch::Dashboard': () => 'the dashboard',
};

/** What of it is deployed, and would not be any more: in words, of which a setting that was forgotten is the usual reason. */
export function findRemovals(deployed: Template, desired: Template): string[] {
  const remaining = new Set(featuresOf(desired));
  return featuresOf(deployed).filter((given) => !remaining.has(given));
}

function featuresOf({ Resources = {}, Outputs = {} }: Template): string[] {
  return [
    ...Object.entries(Resources).flatMap(([id, resource]) =>
      featuresOfResource(id.replace(/[0-9A-F]{8}$/, ''), resource),
    ),
    ...Object.keys(Outputs).map((name) => `the output ${name}`),
  ];
}

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
    ...(DeletionPolicy?.startsWith('Retain') ? [`that ${description} stays when the stack is deleted`] : []),
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
    ...(Environment?.Variables?.ALLOW_LIST ? ['the allow-list (everybody who has a token is let in then)'] : []),
    ...(ReservedConcurrentExecutions === undefined ? [] : ['the reserved concurrency']),
    ...(TracingConfig?.Mode === 'Active' ? ['the tracing'] : []),
  ];
}
