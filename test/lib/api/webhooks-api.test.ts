import { describe, expect, it } from 'vitest';
import { constructNameOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

const properties = (type: string, settings = {}) =>
  Object.values(templateOf(settings).findResources(type)).map((resource) => resource.Properties);

/** Returns the only construct that a part of the template refers to. */
const constructIn = (value: unknown): string =>
  constructNameOf(/"([A-Za-z]+[0-9A-F]{8})"/.exec(JSON.stringify(value))?.[1] ?? '');

describe('WebhooksApi', () => {
  it('sends hooks to the receiver, questions to the authoriser and all else to the reader, in payload format 2.0', () => {
    const integrations = templateOf().findResources('AWS::ApiGatewayV2::Integration');
    const routes = properties('AWS::ApiGatewayV2::Route').map(({ RouteKey, Target }) => {
      const integration = integrations[JSON.parse(JSON.stringify(Target))['Fn::Join'][1][1].Ref]?.Properties;
      return [RouteKey, constructIn(integration.IntegrationUri), integration.PayloadFormatVersion];
    });
    expect(routes.sort()).toEqual([
      ['$default', 'ReaderFunction', '2.0'],
      ['POST /authorize/play/{proxy+}', 'AuthoriserFunction', '2.0'],
      ['POST /authorize/publish/{proxy+}', 'AuthoriserFunction', '2.0'],
      ['POST /hooks/{app}/{token}', 'ReceiverFunction', '2.0'],
      ['POST /hooks/{proxy+}', 'ReceiverFunction', '2.0'],
    ]);
  });

  it('may invoke the functions, each by its route', () => {
    const ofApis = properties('AWS::Lambda::Permission').filter(({ Principal }) => /^api/.test(Principal));
    const permissions = ofApis.map(({ FunctionName, Principal, SourceArn }) => [
      constructIn(FunctionName),
      Principal,
      SourceArn['Fn::Join'][1].at(-1),
    ]);
    expect(permissions.sort()).toEqual([
      ['AuthoriserFunction', 'apigateway.amazonaws.com', '/*/*/authorize/play/{proxy+}'],
      ['AuthoriserFunction', 'apigateway.amazonaws.com', '/*/*/authorize/publish/{proxy+}'],
      ['ReaderFunction', 'apigateway.amazonaws.com', '/*/*'],
      ['ReceiverFunction', 'apigateway.amazonaws.com', '/*/*/hooks/{app}/{token}'],
      ['ReceiverFunction', 'apigateway.amazonaws.com', '/*/*/hooks/{proxy+}'],
    ]);
  });

  it('deploys automatically to a stage without a name in its URLs', () => {
    expect(properties('AWS::ApiGatewayV2::Stage')).toEqual([
      expect.objectContaining({ StageName: '$default', AutoDeploy: true }),
    ]);
  });

  it('has no route that ends in a slash, which API Gateway rejects', () => {
    for (const { RouteKey } of properties('AWS::ApiGatewayV2::Route')) expect(RouteKey).not.toMatch(/\/$/);
  });

  it('throttles hooks and each route of questions by the settings, and all else separately', () => {
    const settings = { throttleRate: '20', throttleBurst: '40', authoriseRate: '7', authoriseBurst: '9' };
    const [stage] = properties('AWS::ApiGatewayV2::Stage', settings);
    expect(stage.RouteSettings).toEqual({
      'POST /authorize/publish/{proxy+}': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
      'POST /authorize/play/{proxy+}': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
      'POST /hooks/{app}/{token}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      'POST /hooks/{proxy+}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 40, ThrottlingBurstLimit: 40 });
  });

  it('throttles routes only after they exist', () => {
    const template = templateOf();
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    for (const RouteKey of Object.keys(stage?.Properties.RouteSettings)) {
      const [route] = Object.keys(template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey } }));
      expect(route).toBeDefined();
      expect(stage?.DependsOn).toContain(route);
    }
  });

  it('has no domain of its own by default', () => {
    templateOf().resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
    templateOf().resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 0);
  });

  it('serves the same paths at its own domain, with TLS 1.2 or later', () => {
    const domain = { domainName: allSettings.domainName, certificateArn: allSettings.certificateArn };
    expect(properties('AWS::ApiGatewayV2::DomainName', domain)).toEqual([
      {
        DomainName: 'hooks.example.com',
        DomainNameConfigurations: [
          { CertificateArn: allSettings.certificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
        ],
      },
    ]);
    const [{ ApiId, DomainName, ...more }] = properties('AWS::ApiGatewayV2::ApiMapping', domain);
    expect([constructIn(ApiId), constructIn(DomainName), more]).toEqual(['Api', 'Domain', { Stage: '$default' }]);
    const { Value } = templateOf(domain).findOutputs('ApiUrl').ApiUrl ?? {};
    expect(Value['Fn::Join']).toEqual(['', ['https://', { Ref: expect.stringMatching(/^Domain/) }]]);
  });

  it('still serves API Gateway’s own URL besides its domain', () => {
    expect(properties('AWS::ApiGatewayV2::Api', allSettings)).toEqual([
      expect.not.objectContaining({ DisableExecuteApiEndpoint: true }),
    ]);
  });

  it('logs each request as JSON without its path, which contains the token', () => {
    const [stage] = properties('AWS::ApiGatewayV2::Stage');
    expect(constructIn(stage.AccessLogSettings.DestinationArn)).toBe('ApiAccessLogs');
    expect(Object.values(JSON.parse(stage.AccessLogSettings.Format)).sort()).toEqual([
      '$context.error.message',
      '$context.identity.sourceIp',
      '$context.integrationErrorMessage',
      '$context.integrationLatency',
      '$context.integrationStatus',
      '$context.requestId',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ]);
  });
});
