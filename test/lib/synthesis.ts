import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { ReceiverStack } from '../../lib/receiver-stack.ts';
import { readSettings } from '../../lib/settings.ts';

const cdk: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
);

const assemblies = mkdtempSync(join(tmpdir(), 'assemblies-'));
afterAll(() => rmSync(assemblies, { recursive: true }));

/** The stack in an app with the feature flags of `cdk.json`. Bundling is off: it takes seconds and changes no template. */
export function stackOf(context: Record<string, unknown> = {}, props: AppProps = {}): ReceiverStack {
  const app = new App({
    outdir: mkdtempSync(join(assemblies, 'cdk.out-')),
    context: { ...cdk.context, 'aws:cdk:bundling-stacks': [], ...context },
    ...props,
  });
  return new ReceiverStack(app, readSettings(context));
}

/** The template that is deployed with these settings. */
export function templateOf(settings: Record<string, unknown> = {}): Template {
  return Template.fromStack(stackOf(settings, { builtinCloudFormationValidation: false }));
}
