import { App } from 'aws-cdk-lib';
import { ReceiverStack } from './receiver-stack.ts';
import { settingsInCdkFiles } from './settings/cdk-context.ts';
import { chosenSettings, moveAdvice } from './settings/chosen-settings.ts';
import { regionBeside } from './settings/replica-regions.ts';
import { readSettingsFile, settingsFileName } from './settings/settings-file.ts';

const app = new App();
const fileName = settingsFileName();
const inCdkFiles = orExit(settingsInCdkFiles);
const settings = orExit(() =>
  chosenSettings({ file: readSettingsFile(), fileName, context: app.node.getAllContext(), inCdkFiles }),
);
const region = orExit(() => regionBeside(settings.replicaRegions, process.env.CDK_DEFAULT_REGION));
const advice = moveAdvice(inCdkFiles, fileName);
if (advice !== undefined) console.error(advice);
new ReceiverStack(app, settings, region);

/** Whoever mistypes a setting reads one line, not a stack trace. */
function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
