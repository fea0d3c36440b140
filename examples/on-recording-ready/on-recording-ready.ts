import { App } from 'aws-cdk-lib';
import { RecordingsStack } from './recordings-stack.ts';

const app = new App();
const eventBusName: unknown = app.node.tryGetContext('eventBusName');
if (typeof eventBusName !== 'string' || eventBusName === '') {
  const received = JSON.stringify(eventBusName);
  console.error(`-c eventBusName: received ${received}, expected the output EventBusName of the receiver's stack.`);
  process.exit(1);
}
new RecordingsStack(app, 'OnRecordingReady', eventBusName);
