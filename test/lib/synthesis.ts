import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ReceiverStack } from '../../lib/receiver-stack.ts';
import { readSettings } from '../../lib/settings/read-settings.ts';
import { requiredStackRegion } from '../../lib/settings/replica-regions.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const cdkJson: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
);

const assemblies = useTempFolder('assemblies');

/** The region of stacks that must name theirs. */
export const HOME_REGION = 'eu-west-1';

/** A value for every setting that adds something to the template. */
export const allSettings = {
  reservedConcurrency: '50',
  domainName: 'hooks.example.com',
  certificateArn: `arn:aws:acm:${HOME_REGION}:123456789012:certificate/7b9c1a52-0000-4000-8000-000000000000`,
  replicaRegions: 'eu-central-1,us-east-1',
  deletionProtection: 'true',
  tags: 'team=video,stage=live',
  tracing: 'true',
  alarmEmail: 'video@example.com',
  silenceMinutes: '60',
  vpcSubnets: 'subnet-0a1b2c3d,subnet-0a1b2c3d4e5f67890',
  vpcSecurityGroups: 'sg-0a1b2c3d4e5f67890',
  streamAlarmEmail: 'studio@example.com',
};

/** Rows for tests that must pass with no setting and with every setting. */
export const settingsExtremes: { what: string; settings: Record<string, string> }[] = [
  { what: 'the defaults', settings: {} },
  { what: 'every setting', settings: allSettings },
];

/** Creates the stack in an app with the feature flags of `cdk.json`. Bundling is off: it takes seconds and changes no template. */
export function stackOf(context: Record<string, unknown> = {}, props: AppProps = {}): ReceiverStack {
  const app = new App({
    outdir: mkdtempSync(join(assemblies, 'cdk.out-')),
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [], ...context },
    ...props,
  });
  const settings = readSettings(context);
  return new ReceiverStack(app, settings, requiredStackRegion(settings.replicaRegions, HOME_REGION));
}

const templates = new Map<string, Template>();

/** Returns the template for these settings; cached, so tests must not change it. */
export function templateOf(settings: Record<string, unknown> = {}): Template {
  const key = JSON.stringify(settings);
  const template =
    templates.get(key) ?? Template.fromStack(stackOf(settings, { builtinCloudFormationValidation: false }));
  templates.set(key, template);
  return template;
}
