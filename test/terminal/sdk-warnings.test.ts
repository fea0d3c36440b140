import { expect, test } from 'vitest';
import { run } from '../run.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const DATA_DIR = useTempFolder('warnings');

test('a command prints no warning of the SDK about the version of Node', async () => {
  const { stderr } = await run('tokens', ['create', '--app', 'LiveApp'], {
    DATA_DIR,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: undefined,
  });
  expect(stderr).toBe('');
});
