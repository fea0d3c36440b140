import { exec, root } from '../exec.ts';

/** The region that is deployed to. */
export const REGION = 'eu-west-1';

/** What reaches an emulated account: MiniStack takes these keys for the root's. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** What every AWS client of a test is made with. */
export const clientConfig = (endpoint: string) => ({ endpoint, region: REGION, credentials });

/** The environment in which commands reach the account at this endpoint, and no other. */
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
    CDK_VALIDATION: 'false', // more than half of a deployment's time: template.test.ts has it once
  };
}

/** The CDK CLI of this project, run in `cwd`, which may be another release's. */
export function runCdk(endpoint: string, args: readonly string[], cwd = root): Promise<string> {
  const env = { ...accountEnv(endpoint), CDK_VALIDATION: undefined }; // here an option says it
  return exec('npx', ['cdk', ...args], { cwd, env });
}
