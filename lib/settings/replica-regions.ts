import { commaSeparated, type SettingDefinition } from './setting-definition.ts';

/** Comma-separated names of regions, without duplicates. */
export const replicaRegions: SettingDefinition<readonly string[]> = commaSeparated(
  'comma-separated names of regions, each once, such as eu-central-1,us-east-1',
  (regions) =>
    new Set(regions).size === regions.length && regions.every((region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
      ? regions
      : undefined,
);

/**
 * Returns the region that the stack must name because its tables have replicas; undefined without replicas, so that the
 * template fits every region. Throws when the CLI's region is unknown, or is one of the replicas.
 */
export function requiredStackRegion(
  replicaRegions: readonly string[],
  deployRegion: string | undefined,
): string | undefined {
  if (replicaRegions.length === 0) return undefined;
  const received = `Setting replicaRegions: received ${JSON.stringify(replicaRegions.join(','))}`;
  if (deployRegion === undefined) {
    throw new Error(
      `${received} without a region of the stack itself, expected one in the environment. Set AWS_REGION, as for the AWS CLI.`,
    );
  }
  if (replicaRegions.includes(deployRegion)) {
    throw new Error(
      `${received} for a stack in ${deployRegion}, expected other regions only. Remove ${deployRegion} from the list.`,
    );
  }
  return deployRegion;
}
