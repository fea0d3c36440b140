import { App } from 'aws-cdk-lib';
import { ReceiverStack } from './receiver-stack.ts';
import { regionBeside } from './replica-regions.ts';
import { readSettings } from './settings.ts';

const app = new App();
const settings = orExit(() => readSettings(app.node.getAllContext()));
const region = orExit(() => regionBeside(settings.replicaRegions, process.env.CDK_DEFAULT_REGION));
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
