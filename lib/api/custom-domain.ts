import { DomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** Creates the API's own domain if the settings name one. API Gateway's own URL still works, so a change loses no hook. */
export function createCustomDomain(
  scope: Construct,
  { domainName, certificateArn }: Pick<Settings, 'domainName' | 'certificateArn'>,
): DomainName | undefined {
  if (domainName === '') return undefined;
  const certificate = Certificate.fromCertificateArn(scope, 'Certificate', certificateArn);
  return new DomainName(scope, 'Domain', { domainName, certificate, securityPolicy: SecurityPolicy.TLS_1_2 });
}
