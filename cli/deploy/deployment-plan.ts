import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFileName } from '../../lib/settings/settings-file.ts';
import { askCloudFormation } from '../stack/cloud-formation.ts';
import { inWords } from '../stack/explain-aws-error.ts';
import { isForbidden } from '../stack/forbidden.ts';
import { deployedTemplate, parseTemplate, type Template } from '../stack/template.ts';
import type { Assembly } from './assembly.ts';
import { isBySettings, settingsGone } from './settings-gone.ts';
import { takenAway } from './taken-away.ts';
import { stepsTo } from './template-steps.ts';

/** What comes of a deployment, compared with what is deployed. */
export interface Plan {
  /** What is deployed, and would not be any more, in words. */
  readonly takenAway: readonly string[];
  /** Whether a setting may be the reason. */
  readonly isBySettings?: boolean;
  /** The templates that have to be deployed before the one that is wanted. */
  readonly steps: readonly Template[];
  /** Whether nobody could be asked what is deployed. */
  readonly isBlind?: true;
}

/** Compares an assembly with what is deployed of its stack. */
export async function planOf({ folder, stack, templateFile }: Assembly): Promise<Plan> {
  try {
    const region = await askCloudFormation((client) => client.config.region());
    const json = await deployedTemplate(stack);
    if (json === undefined) return { takenAway: [], steps: [] };
    const deployed = parseTemplate(json, region);
    const wanted = parseTemplate(readFileSync(join(folder, templateFile), 'utf8'), region);
    return {
      takenAway: [...takenAway(deployed, wanted), ...settingsGone(deployed, wanted)],
      isBySettings: isBySettings(deployed, wanted),
      steps: stepsTo(deployed, wanted),
    };
  } catch (error) {
    if (isForbidden(error)) return { takenAway: [], steps: [], isBlind: true };
    throw inWords(error);
  }
}

/** What a person should know of it before it happens; undefined when that is nothing. */
export function planWords(stack: string, plan: Plan, file = settingsFileName()): string | undefined {
  const { takenAway, steps, isBlind } = plan;
  const paragraphs = [
    ...(isBlind ? ['What this takes away is not known: to look takes cloudformation:GetTemplate.'] : []),
    ...(takenAway.length > 0 ? [takenAwayWords(stack, plan, file)] : []),
    ...(steps.length > 0
      ? [
          `This takes ${steps.length + 1} deployments, one after the other: AWS takes one such change of a table at a time.`,
        ]
      : []),
  ];
  return paragraphs.length === 0 ? undefined : `\n${paragraphs.join('\n\n')}\n`;
}

function takenAwayWords(stack: string, { takenAway, isBySettings }: Plan, file: string): string {
  return [
    `This takes away from the stack ${stack}:`,
    ...takenAway.map((given) => `  ${given}`),
    ...(isBySettings ? [`What shall stay goes into ${file}: what is typed with -c counts for one deployment.`] : []),
  ].join('\n');
}
