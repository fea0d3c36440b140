import { commaSeparated, type SettingDefinition } from './setting-definition.ts';

/** Names of regions, each once. */
export const replicaRegions: SettingDefinition<readonly string[]> = commaSeparated(
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
