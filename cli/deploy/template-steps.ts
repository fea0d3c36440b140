import { type Resource, TABLE_TYPE, type Template } from '../stack/template.ts';
import { planTableSteps, type TableProperties } from './table-steps.ts';

type Tables = ReadonlyMap<string, TableProperties>;

/** Returns the templates to deploy between two templates, usually none: AWS refuses several changes to a table at once. */
export function planTemplateSteps(deployed: Template, desired: Template): Template[] {
  const deployedTables = tablesOf(deployed);
  const steps = [...tablesOf(desired)].flatMap(([id, properties]) => {
    const table = deployedTables.get(id);
    return table === undefined ? [] : [{ id, table, ...planTableSteps(table, properties) }];
  });
  const before = alignStates(
    steps.map(({ id, table, before }) => ({ id, states: before.length > 0 ? before : [table] })),
  );
  const after = alignStates(steps.map(({ id, after }) => ({ id, states: after })));
  const isChanged = steps.some((step) => step.before.length > 0);
  return [
    ...(isChanged ? before.map((tables) => withTables(deployed, tables)) : []),
    ...after.slice(0, -1).map((tables) => withTables(desired, tables)),
  ];
}

/** Combines the states of all tables step by step; a table with fewer states stays in its last one. */
function alignStates(tables: readonly { id: string; states: readonly TableProperties[] }[]): Tables[] {
  const stepCount = Math.max(0, ...tables.map(({ states }) => states.length));
  return Array.from({ length: stepCount }, (_, step) => {
    const current = tables.flatMap(({ id, states }) => {
      const state = states[step] ?? states.at(-1);
      return state === undefined ? [] : [[id, state] as const];
    });
    return new Map(current);
  });
}

const isTable = (resource: Resource): resource is Resource & { readonly Properties: TableProperties } =>
  resource.Type === TABLE_TYPE; // CloudFormation accepts no table without these properties

function tablesOf({ Resources = {} }: Template): Tables {
  const tables = Object.entries(Resources).flatMap(([id, resource]) =>
    isTable(resource) ? [[id, resource.Properties] as const] : [],
  );
  return new Map(tables);
}

function withTables(template: Template, tables: Tables): Template {
  const resources = Object.entries(template.Resources ?? {}).map(([id, resource]) => {
    const Properties = tables.get(id);
    return [id, Properties === undefined ? resource : { ...resource, Properties }] as const;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}
