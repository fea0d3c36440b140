import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askCloudFormation } from '../stack/cloud-formation.ts';
import { isForbidden } from '../stack/forbidden.ts';
import { inWords } from '../stack/in-words.ts';
import { deployedTemplate, parseTemplate, type Template } from '../stack/template.ts';
import type { Assembly } from './assembly.ts';
import { takenAway } from './taken-away.ts';
import { stepsTo } from './template-steps.ts';

/** What comes of a deployment, compared with what is deployed. */
export interface Plan {
  /** What is deployed, and would not be any more, in words. */
  readonly takenAway: readonly string[];
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
    return { takenAway: takenAway(deployed, wanted), steps: stepsTo(deployed, wanted) };
  } catch (error) {
    if (isForbidden(error)) return { takenAway: [], steps: [], isBlind: true };
    throw inWords(error);
  }
}

/** What a person should know of it before it happens; undefined when that is nothing. */
export function planWords(stack: string, { takenAway, steps, isBlind }: Plan): string | undefined {
  const paragraphs = [
    ...(isBlind ? ['What this takes away is not known: to look takes cloudformation:GetTemplate.'] : []),
    ...(takenAway.length > 0
      ? [
          `This takes away from the stack ${stack}:\n${takenAway.map((given) => `  ${given}`).join('\n')}\n` +
            'What shall stay goes into settings.json: what is typed with -c counts for one deployment.',
        ]
      : []),
    ...(steps.length > 0
      ? [
          `This takes ${steps.length + 1} deployments, one after the other: AWS takes one such change of a table at a time.`,
        ]
      : []),
  ];
  return paragraphs.length === 0 ? undefined : `\n${paragraphs.join('\n\n')}\n`;
}
