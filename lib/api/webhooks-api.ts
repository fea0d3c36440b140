import { Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  type CfnStage,
  type DomainName,
  HttpApi,
  HttpMethod,
  type HttpRoute,
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
  /** The function for `POST /hooks/{app}/{token}`, and for all other POSTs below `/hooks/`. */
  readonly receiver: HandlerFunction;
  /** The function for all other requests. */
  readonly reader: HandlerFunction;
  /** The API's own domain, besides API Gateway's; undefined for none. */
  readonly domain: DomainName | undefined;
  /** The deployment's settings. */
  readonly settings: Pick<Settings, 'throttleRate' | 'throttleBurst' | 'logDays' | 'removalPolicy'>;
}

const HOOKS_PATH = '/hooks/{app}/{token}';

/** Matches hook URLs with a trailing slash: no route of an HTTP API may end in one. */
const HOOKS_CATCH_ALL_PATH = '/hooks/{proxy+}';

/**
 * The throttle of all other routes together. An execution serves 10 requests a second, and new accounts have 10
 * executions: this leaves most of them to hooks, as long as a read takes no more than 100 ms.
 */
const READ_THROTTLE = { rateLimit: 40, burstLimit: 40 };

/** The fields of the access log. Never the path, because it contains a token. */
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

/** The HTTP API: hooks go to the receiver, all else to the reader, and each has its own throttle. */
export class WebhooksApi extends HttpApi {
  /** The URL without a trailing slash; of its own domain if it has one. */
  readonly baseUrl: string;
  /** One line of JSON for each request. */
  readonly accessLogGroup: LogGroup;

  constructor(scope: Construct, id: string, { receiver, reader, domain, settings }: WebhooksApiProps) {
    super(scope, id, {
      apiName: Stack.of(scope).stackName,
      description: 'The webhooks of Ant Media Server, and the read API',
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Reader', reader.lambda),
    });
    this.baseUrl = domain === undefined ? this.apiEndpoint : `https://${domain.name}`;
    this.accessLogGroup = new LogGroup(this, 'AccessLogs', {
      retention: settings.logDays,
      removalPolicy: removalPolicies[settings.removalPolicy],
    });
    const hookRoutes = this.#addHookRoutes(receiver);
    const stage = this.#createStage();
    stage.node.addDependency(...hookRoutes); // API Gateway rejects settings of a route that does not exist yet
    throttleHooks(stage, settings);
    if (domain) new ApiMapping(this, 'Mapping', { api: this, domainName: domain, stage });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authorise: the media server can send no header, so the token is in the webhook URL; the read routes require a bearer token.',
    });
  }

  #addHookRoutes(receiver: HandlerFunction): HttpRoute[] {
    const integration = new HttpLambdaIntegration('Receiver', receiver.lambda);
    return [HOOKS_PATH, HOOKS_CATCH_ALL_PATH].flatMap((path) =>
      this.addRoutes({ path, methods: [HttpMethod.POST], integration }),
    );
  }

  #createStage(): HttpStage {
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

function throttleHooks(stage: HttpStage, { throttleRate, throttleBurst }: WebhooksApiProps['settings']): void {
  const resource = stage.node.defaultChild as CfnStage; // HttpStage has no settings for a single route
  const throttle = { ThrottlingRateLimit: throttleRate, ThrottlingBurstLimit: throttleBurst };
  resource.routeSettings = { [`POST ${HOOKS_PATH}`]: throttle, [`POST ${HOOKS_CATCH_ALL_PATH}`]: throttle };
}
