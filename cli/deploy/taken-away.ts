import { type Properties, type Resource, TABLE, type Template } from '../stack/template.ts';

type Words = (name: string, properties: Properties) => string;

/** What of a deployment somebody may rely on, by its type in CloudFormation. */
const kinds: Readonly<Record<string, Words>> = {
  'AWS::SNS::Subscription': (_, { Endpoint }) => `the subscription of ${Endpoint} to the alarms`,
  'AWS::CloudWatch::Alarm': (name) => `the alarm ${name.replace(/^Alarms/, '')}`,
  'AWS::ApiGatewayV2::DomainName': (_, { DomainName }) => `the domain ${DomainName}`,
  [TABLE]: (name) => `the table ${name}`,
  'AWS::SQS::Queue': (name) => `the queue ${name}`,
  'AWS::Logs::LogGroup': (name) => `the log group ${name}`,
  'AWS::Lambda::Function': (name) => `the function ${name}`,
  'AWS::SNS::Topic': (name) => `the topic ${name}`,
  'AWS::CloudWatch::Dashboard': () => 'the dashboard',
};

/** What of it is deployed, and would not be any more: in words, of which a setting that was forgotten is the usual reason. */
export function takenAway(deployed: Template, wanted: Template): string[] {
  const stays = new Set(givenBy(wanted));
  return givenBy(deployed).filter((given) => !stays.has(given));
}

function givenBy({ Resources = {}, Outputs = {} }: Template): string[] {
  return [
    ...Object.entries(Resources).flatMap(([id, resource]) => givenByResource(id.replace(/[0-9A-F]{8}$/, ''), resource)),
    ...Object.keys(Outputs).map((name) => `the output ${name}`),
  ];
}

function givenByResource(name: string, { Type, Properties = {}, DeletionPolicy }: Resource): string[] {
  const words = kinds[Type]?.(name, Properties);
  if (words === undefined) return [];
  const details = [
    ...(Type === TABLE ? givenByTable(Properties) : []),
    ...(Type === 'AWS::Lambda::Function' ? givenByFunction(Properties) : []),
  ];
  return [
    words,
    ...details.map((detail) => `${detail} of ${words}`),
    ...(DeletionPolicy?.startsWith('Retain') ? [`that ${words} stays when the stack is deleted`] : []),
  ];
}

function givenByTable({ GlobalSecondaryIndexes = [], Replicas = [] }: Properties): string[] {
  return [
    ...GlobalSecondaryIndexes.map(({ IndexName }) => `the index ${IndexName}`),
    ...Replicas.map(({ Region }) => `the replica in ${Region}`),
    ...(Replicas.some(({ DeletionProtectionEnabled }) => DeletionProtectionEnabled) ? ['the deletion protection'] : []),
  ];
}

function givenByFunction({ Environment, ReservedConcurrentExecutions, TracingConfig }: Properties): string[] {
  return [
    ...(Environment?.Variables?.ALLOW_LIST ? ['the allow-list (everybody who has a token is let in then)'] : []),
    ...(ReservedConcurrentExecutions === undefined ? [] : ['the reserved concurrency']),
    ...(TracingConfig?.Mode === 'Active' ? ['the tracing'] : []),
  ];
}
