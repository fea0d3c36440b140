import { toShellWord } from '../../terminal/shell.ts';

/** Error names of AWS for a missing permission. */
const ACCESS_DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

/** Error names of AWS for credentials that are unknown, or whose signature is wrong. */
const UNKNOWN_CREDENTIALS = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];

/** Error names of AWS for credentials that have expired. */
const EXPIRED_CREDENTIALS = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];

/** The SDK's message for a profile that needs an MFA code, which the SDK cannot ask for. */
const MFA_REQUIRED = /multi-factor authentication/i;

export const isAccessDenied = (error: unknown): boolean => error instanceof Error && ACCESS_DENIED.includes(error.name);

/** Converts an error of AWS into one that says what to do about it; any other is returned unchanged. */
export function explainAwsError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (name === 'CredentialsProviderError') return new Error(explainCredentialsError(message));
  if (/region is missing/i.test(message))
    return new Error('No AWS region was found: set AWS_REGION to that of the stack, as in AWS_REGION=eu-central-1.');
  if (EXPIRED_CREDENTIALS.includes(name))
    return new Error(`The AWS credentials have expired (${name}): sign in again, as with aws sso login.`);
  if (UNKNOWN_CREDENTIALS.includes(name))
    return new Error(
      `AWS rejects these credentials (${name}): check AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.`,
    );
  if ('code' in error && typeof error.code === 'string')
    return new Error(`AWS is unreachable (${error.code}): check the network connection and AWS_REGION.`);
  return '$metadata' in error ? new Error(`AWS refused (${name}): ${message}`) : error;
}

function explainCredentialsError(message: string): string {
  if (MFA_REQUIRED.test(message)) return explainMfa();
  if (/could not load credentials from any providers/i.test(message)) {
    const { AWS_PROFILE: profile } = process.env;
    return profile
      ? `No AWS credentials were found for the profile ${profile}: check that it is in ~/.aws/config, or set AWS_PROFILE to another.`
      : 'No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
  }
  return `No AWS credentials could be loaded: ${message.replace(/\.*$/, '.')} Sign in again (aws sso login), or set AWS_PROFILE to another.`;
}

/** Points to the AWS CLI, which asks for the code and exports the session. */
function explainMfa({ AWS_PROFILE: profile = 'default' } = process.env): string {
  return `The profile ${profile} needs an MFA code, which only the AWS CLI can ask for: run eval "$(aws configure export-credentials --profile ${toShellWord(profile)} --format env)" and unset AWS_PROFILE, then this again without --profile (and with AWS_REGION set, if the profile names the region).`;
}
