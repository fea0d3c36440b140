import { expect, test } from 'vitest';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { capturedData, releases, useFakePanels } from './fake-panel.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('doctor');
const receiver = useReceiver(DATA_DIR);

test.each(releases)('%s', async (release) => {
  const panel = await startPanel(capturedData(release));
  const result = await runDoctorOn(panel, [], { DATA_DIR });
  console.info(result.stdout, result.stderr, receiver.url);
  expect(result.code).toBe(1);
});
