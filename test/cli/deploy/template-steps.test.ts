import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { copyWithTemplate } from '../../../cli/deploy/assembly.ts';
import { planTemplateSteps } from '../../../cli/deploy/template-steps.ts';
import { parseTemplate, TABLE_TYPE, type Template } from '../../../cli/stack/template.ts';
import { HOME_REGION, stackOf, templateOf } from '../../lib/synthesis.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('template-steps');

const templateWith = (settings: Record<string, unknown>) =>
  parseTemplate(JSON.stringify(templateOf(settings).toJSON()), HOME_REGION);

/** Returns the regions of the replicas of each table that has some, and whether the API's throttle is already the new one. */
function summarise(template: Template) {
  const resources = Object.entries(template.Resources ?? {}).filter(([id]) => !id.startsWith('Notifications'));
  const tables = resources.map(([, resource]) => resource).filter(({ Type }) => Type === TABLE_TYPE);
  return {
    replicas: tables.map(({ Properties }) => Properties?.Replicas?.map(({ Region }) => Region).sort()),
    isNew: JSON.stringify(template).includes('"ThrottlingRateLimit":7'),
  };
}

test('a change that AWS accepts at once needs no step', () => {
  expect(planTemplateSteps(templateWith({}), templateWith({ throttleRate: 7, alarmEmail: 'me@example.com' }))).toEqual(
    [],
  );
  expect(planTemplateSteps({}, templateWith({ replicaRegions: 'us-east-1' }))).toEqual([]);
});

test('replicas are added one at a time, in all tables together, before everything else', () => {
  const desired = templateWith({ replicaRegions: 'us-east-1,us-east-2', throttleRate: 7 });
  const steps = planTemplateSteps(templateWith({ announcements: false }), desired);
  const both = (...regions: string[]) => [regions, regions];
  expect(steps.map(summarise)).toEqual([
    { replicas: both(HOME_REGION), isNew: false }, // the streams that replicas need
    { replicas: both(HOME_REGION, 'us-east-1'), isNew: false },
  ]);
  expect(summarise(desired)).toEqual({ replicas: both(HOME_REGION, 'us-east-1', 'us-east-2'), isNew: true });
});

test('a table that has a stream, for the announcements, waits only for those that have none', () => {
  const steps = planTemplateSteps(templateWith({}), templateWith({ replicaRegions: 'us-east-1' }));
  expect(steps.map(summarise)).toEqual([{ replicas: [[HOME_REGION], [HOME_REGION]], isNew: false }]); // a stream for the other one
});

test('replicas are removed one at a time, once nothing else uses them', () => {
  const steps = planTemplateSteps(
    templateWith({ replicaRegions: 'us-east-1,us-east-2' }),
    templateWith({ throttleRate: 7 }),
  );
  expect(steps.map(summarise)).toEqual([
    {
      replicas: [
        [HOME_REGION, 'us-east-1'],
        [HOME_REGION, 'us-east-1'],
      ],
      isNew: true,
    },
    { replicas: [[HOME_REGION], [HOME_REGION]], isNew: true },
  ]);
});

test('a step is uploaded under a hash of its own: CDK skips a hash that is there already', () => {
  const stack = stackOf({ stackName: 'Hooks' }, { builtinCloudFormationValidation: false }); // which takes seconds
  const { directory } = App.of(stack)?.synth() ?? expect.fail('no app');
  const assembly = {
    folder: directory,
    stack: 'Hooks',
    templateFile: 'Hooks.template.json',
    assetsFile: 'Hooks.assets.json',
  };
  const read = (at: string, file: string) => readFileSync(join(at, file), 'utf8');
  const step = copyWithTemplate(assembly, { Outputs: { Mine: 1 } }, mkdtempSync(join(folder, 'steps-')));
  expect(JSON.parse(read(step, 'Hooks.template.json'))).toEqual({ Outputs: { Mine: 1 } });
  const hashIn = (at: string) => /(\w{64})\.json/.exec(read(at, 'manifest.json'))?.[1] ?? expect.fail('no hash');
  expect(hashIn(step)).not.toBe(hashIn(assembly.folder));
  expect(read(step, 'Hooks.assets.json')).toContain(`"objectKey": "${hashIn(step)}.json"`);
  expect(read(step, 'Hooks.assets.json')).not.toContain(hashIn(assembly.folder));
});
