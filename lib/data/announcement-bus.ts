import { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** The EventBridge bus of the announcements: anyone with a rule on it gets them. */
export class AnnouncementBus extends EventBus {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'What happens to the streams of Ant Media Server' });
  }

  /** Lets a function put events on this bus. */
  grantPutEvents(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['events:PutEvents'], resourceArns: [this.eventBusArn] });
  }
}

/** Creates the bus; undefined without announcements. */
export const createAnnouncementBus = (
  scope: Construct,
  id: string,
  { announcements }: Pick<Settings, 'announcements'>,
): AnnouncementBus | undefined => (announcements ? new AnnouncementBus(scope, id) : undefined);
