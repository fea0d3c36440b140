import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFileName } from '../../lib/settings/settings-file.ts';
import { explainAwsError, isAccessDenied } from '../stack/aws-errors.ts';
import { resolveRegion } from '../stack/cloud-formation.ts';
import { findDeployedTemplate, parseTemplate, type Template } from '../stack/template.ts';
import type { Assembly } from './assembly.ts';
import { findRemovals } from './removals.ts';
import { describeResetSettings, mayBeCausedBySettings } from './reset-settings.ts';
import { planTemplateSteps } from './template-steps.ts';

/** The consequences of a deployment that a person should know of before it happens. */
export interface DeploymentPlan {
  /** Descriptions of what is deployed now and is not afterwards. */
  readonly removals: readonly string[];
  /** Whether a setting may be the reason for the removals. */
  readonly mayBeCausedBySettings?: boolean;
  /** The templates to deploy before the desired one. */
  readonly steps: readonly Template[];
  /** Set when the credentials may not read the deployed template: the removals are unknown then. */
  readonly isTemplateDenied?: true;
}

/** Compares an assembly with the deployed template of its stack. */
export async function planDeployment({ folder, stack, templateFile }: Assembly): Promise<DeploymentPlan> {
  try {
    const region = await resolveRegion();
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

/** Describes a plan; undefined when there is nothing to know. `file` is the settings file that the text names. */
export function describePlan(stack: string, plan: DeploymentPlan, file = settingsFileName()): string | undefined {
  const { removals, steps, isTemplateDenied } = plan;
  const paragraphs = [
    ...(isTemplateDenied
      ? ['Cannot determine what this deployment removes: that needs cloudformation:GetTemplate.']
      : []),
    ...(removals.length > 0 ? [describeRemovals(stack, plan, file)] : []),
    ...(steps.length > 0
      ? [
          `This takes ${steps.length + 1} deployments, one after the other: AWS accepts one such change to a table at a time.`,
        ]
      : []),
  ];
  return paragraphs.length === 0 ? undefined : `\n${paragraphs.join('\n\n')}\n`;
}

function describeRemovals(stack: string, { removals, mayBeCausedBySettings }: DeploymentPlan, file: string): string {
  return [
    `This deployment removes from the stack ${stack}:`,
    ...removals.map((removal) => `  ${removal}`),
    ...(mayBeCausedBySettings ? [`To retain a setting, put it into ${file}: -c applies to a single deployment.`] : []),
  ].join('\n');
}
