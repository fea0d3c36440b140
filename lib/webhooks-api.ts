import { Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import type { Settings } from './settings.ts';

export interface WebhooksApiProps {
  /** Answers `POST /hooks/{app}/{token}`. */
  readonly receiver: HandlerFunction;
  /** Answers everything else. */
  readonly reader: HandlerFunction;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'throttleRate' | 'throttleBurst' | 'logDays' | 'removalPolicy'>;
}

/** What is logged of a request. Never its path: it holds a token. */
const accessLog = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  ip: '$context.identity.sourceIp',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
};

/** The HTTP API: hooks go to the receiver, all else to the reader. */
export class WebhooksApi extends HttpApi {
  constructor(scope: Construct, id: string, { receiver, reader, settings }: WebhooksApiProps) {
    super(scope, id, {
      apiName: Stack.of(scope).stackName,
      description: 'Webhooks of Ant Media Server, and the stream status table',
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Reader', reader.lambda),
    });
    this.addRoutes({
      path: '/hooks/{app}/{token}',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Receiver', receiver.lambda),
    });
    const { logDays: retention, removalPolicy, throttleRate: rateLimit, throttleBurst: burstLimit } = settings;
    new HttpStage(this, 'Stage', {
      httpApi: this,
      autoDeploy: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'AccessLogs', { retention, removalPolicy })),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authorise: the media server can send no header, so the token is in the URL of a hook; the read routes want a bearer token.',
    });
  }
}
