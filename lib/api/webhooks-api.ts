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
  /** The function for the questions who may publish and play. */
  readonly authoriser: HandlerFunction;
  /** The function for all other requests. */
  readonly reader: HandlerFunction;
  /** The API's own domain, besides API Gateway's; undefined for none. */
  readonly domain: DomainName | undefined;
  /** The deployment's settings. */
  readonly settings: Pick<
    Settings,
    'throttleRate' | 'throttleBurst' | 'authoriseRate' | 'authoriseBurst' | 'logDays' | 'removalPolicy'
  >;
}

/** The second one matches hook URLs with a trailing slash: no route of an HTTP API may end in one. */
const HOOK_PATHS = ['/hooks/{app}/{token}', '/hooks/{proxy+}'];

/** The questions of the media server. Greedy, so that a URL may have a trailing slash, as those of hooks do. */
const QUESTION_PATHS = ['/authorize/publish/{proxy+}', '/authorize/play/{proxy+}'];

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

/** The HTTP API: hooks go to the receiver, questions to the authoriser, all else to the reader, and each has its own throttle. */
export class WebhooksApi extends HttpApi {
  /** The URL without a trailing slash; of its own domain if it has one. */
  readonly baseUrl: string;
  /** One line of JSON for each request. */
  readonly accessLogGroup: LogGroup;

  constructor(scope: Construct, id: string, props: WebhooksApiProps) {
    const { receiver, authoriser, reader, domain, settings } = props;
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
    const hookRoutes = this.#addPostRoutes('Receiver', receiver, HOOK_PATHS);
    const questionRoutes = this.#addPostRoutes('Authoriser', authoriser, QUESTION_PATHS);
    const stage = this.#createStage();
    stage.node.addDependency(...hookRoutes, ...questionRoutes); // API Gateway rejects settings of a route that does not exist yet
    throttleRoutes(stage, settings);
    if (domain) new ApiMapping(this, 'Mapping', { api: this, domainName: domain, stage });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authorise: the media server can send no header, so the token is in the webhook URL; the read routes require a bearer token.',
    });
  }

  #addPostRoutes(name: string, { lambda }: HandlerFunction, paths: readonly string[]): HttpRoute[] {
    const integration = new HttpLambdaIntegration(name, lambda);
    return paths.flatMap((path) => this.addRoutes({ path, methods: [HttpMethod.POST], integration }));
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

function throttleRoutes(stage: HttpStage, settings: WebhooksApiProps['settings']): void {
  const { throttleRate, throttleBurst, authoriseRate, authoriseBurst } = settings;
  const resource = stage.node.defaultChild as CfnStage; // HttpStage has no settings for a single route
  resource.routeSettings = {
    ...routesWith(HOOK_PATHS, throttleRate, throttleBurst),
    ...routesWith(QUESTION_PATHS, authoriseRate, authoriseBurst),
  };
}

/** Returns the settings of the POST routes with these paths: each has a throttle of its own. */
const routesWith = (paths: readonly string[], ThrottlingRateLimit: number, ThrottlingBurstLimit: number) =>
  Object.fromEntries(paths.map((path) => [`POST ${path}`, { ThrottlingRateLimit, ThrottlingBurstLimit }]));
