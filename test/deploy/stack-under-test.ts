import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { toReachableUrl } from '../../cli/stack/reachable-url.ts';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig, runCdk } from './account.ts';

/** A stack in an emulated account, and what people do with it. */
export class StackUnderTest {
  readonly name: string;
  readonly endpoint: string;
  readonly #cloudFormation: CloudFormationClient;

  constructor(endpoint: string, name: string) {
    this.endpoint = endpoint;
    this.name = name;
    this.#cloudFormation = new CloudFormationClient(clientConfig(endpoint));
  }

  /** Deploys this release, or the one whose files are in `cwd`; what the CLI said. CDK checks the template once, in template.test.ts. */
  deploy(settings: Record<string, string | number> = {}, cwd?: string): Promise<string> {
    return this.#cdk(['deploy', '--no-validation', '--require-approval', 'never', ...contextArguments(settings)], cwd);
  }

  /** Deploys it as a user does; what was said. */
  npmRunDeploy(...options: string[]): Promise<string> {
    return this.#withAssembly((assembly) => {
      const args = ['run', '--silent', 'deploy', '--', '-c', `stackName=${this.name}`, '-o', assembly, ...options];
      return exec('npm', args, { env: accountEnv(this.endpoint) });
    });
  }

  /** Deletes it as a user does; what was said. */
  destroy(): Promise<string> {
    return this.npmRunDeploy('--destroy', '--force');
  }

  /** The value of an output. */
  async readOutput(name: string): Promise<string> {
    const { Stacks } = await this.#cloudFormation.send(new DescribeStacksCommand({ StackName: this.name }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new Error(`expected an output ${name}, received ${JSON.stringify(outputs)}`);
    return value;
  }

  /** The physical id of each resource, by its logical id. */
  async readResources(): Promise<Record<string, string>> {
    const command = new DescribeStackResourcesCommand({ StackName: this.name });
    const { StackResources = [] } = await this.#cloudFormation.send(command);
    return Object.fromEntries(
      StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    );
  }

  /** The physical id of the one resource whose logical id begins so. */
  async readResource(prefix: string): Promise<string> {
    const matches = Object.entries(await this.readResources()).filter(([id]) =>
      /^[0-9A-F]{8}$/.test(id.replace(prefix, '')),
    );
    const [[, physicalId] = ['', '']] = matches;
    if (matches.length === 1 && physicalId !== '') return physicalId;
    throw new Error(`expected one resource ${prefix}, received ${JSON.stringify(matches)}`);
  }

  /** The secret of a new token, made with the project's own command. */
  async createToken(...options: string[]): Promise<string> {
    const args = ['run', '--silent', 'tokens', '--', 'create', '--stack', this.name, '--json', ...options];
    return JSON.parse(await exec('npm', args, { env: accountEnv(this.endpoint) })).secret;
  }

  /** Changes variables of a function's environment: what runs next has them. */
  async setVariables(name: `${string}Function`, variables: Record<string, string>): Promise<void> {
    const lambda = new LambdaClient(clientConfig(this.endpoint));
    const FunctionName = await this.readResource(name);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, ...variables };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }

  /** Where its API is reached from this machine. */
  async url(): Promise<string> {
    return toReachableUrl(await this.readOutput('ApiUrl'), this.endpoint);
  }

  #cdk(args: readonly string[], cwd?: string): Promise<string> {
    return this.#withAssembly((assembly) =>
      runCdk(this.endpoint, [...args, '-c', `stackName=${this.name}`, '--output', assembly], cwd),
    );
  }

  /** CDK locks the folder that it synthesises to: each run has one of its own. */
  async #withAssembly(run: (assembly: string) => Promise<string>): Promise<string> {
    const assembly = await mkdtemp(join(tmpdir(), 'cdk.out-'));
    try {
      return await run(assembly);
    } finally {
      await rm(assembly, { recursive: true, force: true });
    }
  }
}

const contextArguments = (settings: Record<string, string | number>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
