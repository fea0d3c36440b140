import { Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  type CfnStage,
  type DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { removalPolicies } from '../data/removal-policy.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';

export interface WebhooksApiProps {
  /** Answers `POST /hooks/{app}/{token}`, and whatever else is posted below `/hooks/`. */
  readonly receiver: HandlerFunction;
  /** Answers everything else. */
  readonly reader: HandlerFunction;
  /** A domain of its own, besides the one that API Gateway gives it. */
  readonly domain: DomainName | undefined;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'throttleRate' | 'throttleBurst' | 'logDays' | 'removalPolicy'>;
}

const HOOKS_PATH = '/hooks/{app}/{token}';

/** Takes hooks whose URL ends in a slash: no route of an HTTP API may end in one. */
const HOOKS_CATCH_ALL_PATH = '/hooks/{proxy+}';

/**
 * What every path but that of hooks may take together: requests a second, and at once. Lambda serves 10 requests a second
 * for each execution that an account may have, and new accounts may have 10: hooks are left the larger part of that, while
 * a read takes no more than 100 ms.
 */
const READ_THROTTLE = { rateLimit: 40, burstLimit: 40 };

/** What is logged of a request. Never its path: it holds a token. */
const ACCESS_LOG_FIELDS = {
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

/** The HTTP API: hooks go to the receiver, all else to the reader, and each has a throttle of its own. */
export class WebhooksApi extends HttpApi {
  /** Where it is reached, without a slash at the end: at its own domain if it has one. */
  readonly baseUrl: string;
  /** A line of JSON for each request. */
  readonly accessLogGroup: LogGroup;

  constructor(scope: Construct, id: string, { receiver, reader, domain, settings }: WebhooksApiProps) {
    super(scope, id, {
      apiName: Stack.of(scope).stackName,
      description: 'Webhooks of Ant Media Server, and the stream status table',
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Reader', reader.lambda),
    });
    this.baseUrl = domain === undefined ? this.apiEndpoint : `https://${domain.name}`;
    const { logDays: retention, throttleRate, throttleBurst } = settings;
    this.accessLogGroup = new LogGroup(this, 'AccessLogs', {
      retention,
      removalPolicy: removalPolicies[settings.removalPolicy],
    });
    const integration = new HttpLambdaIntegration('Receiver', receiver.lambda);
    const hooks = [HOOKS_PATH, HOOKS_CATCH_ALL_PATH].flatMap((path) =>
      this.addRoutes({ path, methods: [HttpMethod.POST], integration }),
    );
    const stage = this.#stage();
    stage.node.addDependency(...hooks); // API Gateway refuses settings of a route that is not there yet
    const resource = stage.node.defaultChild as CfnStage; // HttpStage knows no settings of a single route
    const throttle = { ThrottlingRateLimit: throttleRate, ThrottlingBurstLimit: throttleBurst };
    resource.routeSettings = { [`POST ${HOOKS_PATH}`]: throttle, [`POST ${HOOKS_CATCH_ALL_PATH}`]: throttle };
    if (domain) new ApiMapping(this, 'Mapping', { api: this, domainName: domain, stage });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authorise: the media server can send no header, so the token is in the URL of a hook; the read routes want a bearer token.',
    });
  }

  #stage(): HttpStage {
    return new HttpStage(this, 'Stage', {
      httpApi: this,
      autoDeploy: true,
      throttle: READ_THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLogGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
  }
}
