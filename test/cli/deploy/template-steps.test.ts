import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { withTemplate } from '../../../cli/deploy/step-assembly.ts';
import { stepsTo } from '../../../cli/deploy/template-steps.ts';
import { parseTemplate, TABLE, type Template } from '../../../cli/stack/template.ts';
import { HOME_REGION, stackOf, templateOf } from '../../lib/synthesis.ts';
import { useFolder } from '../../use-folder.ts';

const folder = useFolder('template-steps');

const templateWith = (settings: Record<string, unknown>) =>
  parseTemplate(JSON.stringify(templateOf(settings).toJSON()), HOME_REGION);

/** What each table of a template has replicas in, and whether the API's throttle is already the new one. */
function seenIn(template: Template) {
  const tables = Object.values(template.Resources ?? {}).filter(({ Type }) => Type === TABLE);
  return {
    replicas: tables.map(({ Properties }) => Properties?.Replicas?.map(({ Region }) => Region).sort()),
    isNew: JSON.stringify(template).includes('"ThrottlingRateLimit":7'),
  };
}

test('what is deployed at once needs no step', () => {
  expect(stepsTo(templateWith({}), templateWith({ throttleRate: 7, alarmEmail: 'me@example.com' }))).toEqual([]);
  expect(stepsTo({}, templateWith({ replicaRegions: 'us-east-1' }))).toEqual([]);
});

test('replicas come one at a time, in all tables together, before all else', () => {
  const wanted = templateWith({ replicaRegions: 'us-east-1,us-east-2', throttleRate: 7 });
  const steps = stepsTo(templateWith({}), wanted);
  const both = (...regions: string[]) => [regions, regions];
  expect(steps.map(seenIn)).toEqual([
    { replicas: both(HOME_REGION), isNew: false }, // the stream that replicas need
    { replicas: both(HOME_REGION, 'us-east-1'), isNew: false },
  ]);
  expect(seenIn(wanted)).toEqual({ replicas: both(HOME_REGION, 'us-east-1', 'us-east-2'), isNew: true });
});

test('replicas go one at a time, once nothing else asks for them', () => {
  const steps = stepsTo(templateWith({ replicaRegions: 'us-east-1,us-east-2' }), templateWith({ throttleRate: 7 }));
  expect(steps.map(seenIn)).toEqual([
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

test('a step is uploaded under a hash of its own: CDK takes what has the same for the same', () => {
  const { directory } = App.of(stackOf({ stackName: 'Hooks' }))?.synth() ?? expect.fail('no app');
  const assembly = {
    folder: directory,
    stack: 'Hooks',
    templateFile: 'Hooks.template.json',
    assetsFile: 'Hooks.assets.json',
  };
  const read = (at: string, file: string) => readFileSync(join(at, file), 'utf8');
  const step = withTemplate(assembly, { Outputs: { Mine: 1 } }, mkdtempSync(join(folder, 'steps-')));
  expect(JSON.parse(read(step, 'Hooks.template.json'))).toEqual({ Outputs: { Mine: 1 } });
  const hashIn = (at: string) => /(\w{64})\.json/.exec(read(at, 'manifest.json'))?.[1] ?? expect.fail('no hash');
  expect(hashIn(step)).not.toBe(hashIn(assembly.folder));
  expect(read(step, 'Hooks.assets.json')).toContain(`"objectKey": "${hashIn(step)}.json"`);
  expect(read(step, 'Hooks.assets.json')).not.toContain(hashIn(assembly.folder));
});
