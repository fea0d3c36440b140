import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../exec.ts';

const source = readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

interface Result {
  readonly violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** Returns axe's findings about the page, one line each; it is injected through the debugger, which no content policy stops. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(await source);
  const { violations } = await page.evaluate<Result>('axe.run(document)');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`),
  );
}

/** Returns by how many pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
