import { App } from 'aws-cdk-lib';
import { ReceiverStack } from './receiver-stack.ts';
import { readSettings, type Settings } from './settings.ts';

const app = new App();
new ReceiverStack(app, settingsOrExit());

/** Whoever mistypes a setting reads one line, not a stack trace. */
function settingsOrExit(): Settings {
  try {
    return readSettings(app.node.getAllContext());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
