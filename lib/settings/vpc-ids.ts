import { commaSeparated, type SettingDefinition } from './setting-definition.ts';

/** Comma-separated ids of a VPC's subnets or security groups, without duplicates, at most as many as a function takes. */
export function vpcIds(prefix: 'subnet' | 'sg', max: number): SettingDefinition<readonly string[]> {
  const pattern = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`); // such as sg-0a1b2c3d4e5f67890; older ones have 8 digits
  return commaSeparated(
    `comma-separated ids, each once, such as ${prefix}-0a1b2c3d4e5f67890, or a JSON list of them (at most ${max})`,
    (ids) =>
      ids.length <= max && new Set(ids).size === ids.length && ids.every((id) => pattern.test(id)) ? ids : undefined,
  );
}
