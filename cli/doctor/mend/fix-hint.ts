import { pluralize } from '../../../lambda/text/pluralize.ts';
import type { Facts } from '../finding.ts';
import { planMend } from './mend-plan.ts';

/** Says what --fix would change; undefined where that is nothing. */
export function fixHintOf(facts: Facts): string | undefined {
  const { settings, broadcasts } = planMend(facts, false);
  const texts = [
    ...(settings.length > 0 ? [pluralize(settings.length, 'setting')] : []),
    ...(broadcasts.length > 0 ? [`the URL of ${pluralize(broadcasts.length, 'broadcast')}`] : []),
  ];
  if (texts.length === 0) return undefined;
  return `--fix sets ${texts.join(' and ')}, after a question: see what with --fix --dry-run.`;
}
