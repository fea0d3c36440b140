import { toShellWord } from '../../terminal/shell.ts';

/** The names under which AWS refuses credentials that it does not know, or that sign wrongly. */
const UNKNOWN_CREDENTIALS = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];

/** The names under which it refuses those that were good once. */
const EXPIRED_CREDENTIALS = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];

/** What the SDK says of a profile that asks for a code of a device: it has nobody to ask. */
const MFA_REQUIRED = /multi-factor authentication/i;

/** An error of AWS as what a person can do about it; any other is left as it is. */
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
      `AWS does not take these credentials (${name}): is AWS_PROFILE the right one, or are AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN?`,
    );
  if ('code' in error && typeof error.code === 'string')
    return new Error(`AWS does not answer (${error.code}): is this machine online, and AWS_REGION a region?`);
  return '$metadata' in error ? new Error(`AWS refused (${name}): ${message}`) : error;
}

/** The AWS CLI asks for the code, and keeps the session. */
function explainMfa({ AWS_PROFILE: profile = 'default' } = process.env): string {
  return `The profile ${profile} asks for an MFA code, which only the AWS CLI can: run eval "$(aws configure export-credentials --profile ${toShellWord(profile)} --format env)" and unset AWS_PROFILE, then this again without --profile (and with AWS_REGION set, if the profile names the region).`;
}

/** The SDK itself knows best what is wrong with a profile that it tried. */
function explainCredentialsError(message: string): string {
  if (MFA_REQUIRED.test(message)) return explainMfa();
  if (/could not load credentials from any providers/i.test(message)) {
    const { AWS_PROFILE: profile } = process.env;
    return profile
      ? `No AWS credentials were found for the profile ${profile}: is it in ~/.aws/config, or should AWS_PROFILE name another?`
      : 'No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
  }
  return `The AWS credentials cannot be had: ${message.replace(/\.*$/, '.')} Sign in again (aws sso login), or set AWS_PROFILE to another.`;
}
