import { listOf, type Setting } from './setting.ts';

/** Names of regions, each once. */
export const replicaRegions: Setting<readonly string[]> = listOf(
  'names of regions with commas between them, each once, such as eu-central-1,us-east-1',
  (regions) =>
    new Set(regions).size === regions.length && regions.every((region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
      ? regions
      : undefined,
);

/**
 * The region that the stack has to name, because its tables have replicas beside it; undefined without replicas: such a
 * template fits every region. `own` is where the CLI deploys to. Throws when that is not known, or is to have a replica.
 */
export function regionBeside(replicas: readonly string[], own: string | undefined): string | undefined {
  if (replicas.length === 0) return undefined;
  const received = `Setting replicaRegions: received ${JSON.stringify(replicas.join(','))}`;
  if (own === undefined) {
    throw new Error(
      `${received} without a region of the stack itself, expected one in the environment. Set AWS_REGION, as for the AWS CLI.`,
    );
  }
  if (replicas.includes(own)) {
    throw new Error(`${received} for a stack in ${own}, expected other regions only. Remove ${own} from the list.`);
  }
  return own;
}
