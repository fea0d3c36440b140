import { lookup } from 'node:dns/promises';
import type { StackOutputs } from '../stack/outputs.ts';

/** Whether the API's name is known to this machine: that of a custom domain is not before somebody has made its record. */
export async function isResolvable({
  url,
  domainTarget,
}: Pick<StackOutputs, 'url' | 'domainTarget'>): Promise<boolean> {
  if (domainTarget === undefined) return true;
  return lookup(new URL(url).hostname).then(
    () => true,
    () => false,
  );
}
