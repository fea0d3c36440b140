import { DomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** The domain that was chosen for the API, if one was. Its address of API Gateway goes on working: no hook is lost by a change. */
export function createCustomDomain(
  scope: Construct,
  { domainName, certificateArn }: Pick<Settings, 'domainName' | 'certificateArn'>,
): DomainName | undefined {
  if (domainName === '') return undefined;
  const certificate = Certificate.fromCertificateArn(scope, 'Certificate', certificateArn);
  return new DomainName(scope, 'Domain', { domainName, certificate, securityPolicy: SecurityPolicy.TLS_1_2 });
}
