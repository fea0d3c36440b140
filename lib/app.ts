import { App } from 'aws-cdk-lib';
import { ReceiverStack } from './receiver-stack.ts';
import { readCdkFileSettings } from './settings/cdk-file-settings.ts';
import { requiredStackRegion } from './settings/replica-regions.ts';
import { migrationHint, resolveSettings } from './settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName } from './settings/settings-file.ts';

const app = new App();
const fileName = settingsFileName();
const inCdkFiles = runOrExit(readCdkFileSettings);
const settings = runOrExit(() =>
  resolveSettings({ file: readSettingsFile(), fileName, context: app.node.getAllContext(), inCdkFiles }),
);
const region = runOrExit(() => requiredStackRegion(settings.replicaRegions, process.env.CDK_DEFAULT_REGION));
const hint = migrationHint(inCdkFiles, fileName);
if (hint !== undefined) console.error(hint);
new ReceiverStack(app, settings, region);

/** Exits with the error's message, because an invalid setting deserves one line, not a stack trace. */
function runOrExit<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
