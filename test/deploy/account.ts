import { exec, root } from '../exec.ts';

export const REGION = 'eu-west-1';

/** The keys of an emulated account's root user, for MiniStack. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Returns the configuration of an AWS client. */
export const clientConfig = (endpoint: string) => ({ endpoint, region: REGION, credentials });

/** Returns the environment in which commands reach the account at an endpoint, and no other account. */
export function accountEnv(endpoint: string): NodeJS.ProcessEnv {
  const { AWS_PROFILE, AWS_SESSION_TOKEN, AWS_DEFAULT_REGION, ...env } = process.env;
  return {
    ...env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_VALIDATION: 'false', // it takes more than half of a deployment's time: template-lint.test.ts validates once
  };
}

/** Runs the CDK CLI of this project in `cwd`, which may hold another release. */
export function runCdk(endpoint: string, args: readonly string[], cwd = root): Promise<string> {
  const env = { ...accountEnv(endpoint), CDK_VALIDATION: undefined }; // here an option sets it
  return exec('npx', ['cdk', ...args], { cwd, env });
}
