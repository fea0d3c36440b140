import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFileName } from '../../lib/settings/settings-file.ts';
import { isAccessDenied } from '../stack/access-denied.ts';
import { withCloudFormation } from '../stack/cloud-formation.ts';
import { explainAwsError } from '../stack/explain-aws-error.ts';
import { findDeployedTemplate, parseTemplate, type Template } from '../stack/template.ts';
import type { Assembly } from './assembly.ts';
import { findRemovals } from './removals.ts';
import { describeResetSettings, mayBeCausedBySettings } from './reset-settings.ts';
import { planTemplateSteps } from './template-steps.ts';

/** What comes of a deployment, compared with what is deployed. */
export interface DeploymentPlan {
  /** What is deployed, and would not be any more, in words. */
  readonly removals: readonly string[];
  /** Whether a setting may be the reason. */
  readonly mayBeCausedBySettings?: boolean;
  /** The templates that have to be deployed before the one that is wanted. */
  readonly steps: readonly Template[];
  /** Whether nobody could be asked what is deployed. */
  readonly isTemplateDenied?: true;
}

/** Compares an assembly with what is deployed of its stack. */
export async function planDeployment({ folder, stack, templateFile }: Assembly): Promise<DeploymentPlan> {
  try {
    const region = await withCloudFormation((client) => client.config.region());
    const json = await findDeployedTemplate(stack);
    if (json === undefined) return { removals: [], steps: [] };
    const deployed = parseTemplate(json, region);
    const desired = parseTemplate(readFileSync(join(folder, templateFile), 'utf8'), region);
    return {
      removals: [...findRemovals(deployed, desired), ...describeResetSettings(deployed, desired)],
      mayBeCausedBySettings: mayBeCausedBySettings(deployed, desired),
      steps: planTemplateSteps(deployed, desired),
    };
  } catch (error) {
    if (isAccessDenied(error)) return { removals: [], steps: [], isTemplateDenied: true };
    throw explainAwsError(error);
  }
}

/** What a person should know of it before it happens; undefined when that is nothing. */
export function describePlan(stack: string, plan: DeploymentPlan, file = settingsFileName()): string | undefined {
  const { removals, steps, isTemplateDenied } = plan;
  const paragraphs = [
    ...(isTemplateDenied ? ['What this takes away is not known: to look takes cloudformation:GetTemplate.'] : []),
    ...(removals.length > 0 ? [describeRemovals(stack, plan, file)] : []),
    ...(steps.length > 0
      ? [
          `This takes ${steps.length + 1} deployments, one after the other: AWS takes one such change of a table at a time.`,
        ]
      : []),
  ];
  return paragraphs.length === 0 ? undefined : `\n${paragraphs.join('\n\n')}\n`;
}

function describeRemovals(stack: string, { removals, mayBeCausedBySettings }: DeploymentPlan, file: string): string {
  return [
    `This takes away from the stack ${stack}:`,
    ...removals.map((given) => `  ${given}`),
    ...(mayBeCausedBySettings
      ? [`What shall stay goes into ${file}: what is typed with -c counts for one deployment.`]
      : []),
  ].join('\n');
}
