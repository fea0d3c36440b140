import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { toReachableUrl } from '../../cli/stack/reachable-url.ts';
import { StreamKeyTable } from '../../local/stream-key-table.ts';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig, runCdk } from './account.ts';

/** A stack in an emulated account. */
export class StackUnderTest {
  readonly name: string;
  readonly endpoint: string;
  readonly #cloudFormation: CloudFormationClient;

  constructor(endpoint: string, name: string) {
    this.endpoint = endpoint;
    this.name = name;
    this.#cloudFormation = new CloudFormationClient(clientConfig(endpoint));
  }

  /** Deploys this release, or the one in `cwd`, and returns the CLI's output. CDK validates the template once, in template-lint.test.ts. */
  deploy(settings: Record<string, string | number> = {}, cwd?: string): Promise<string> {
    return this.#cdk(['deploy', '--no-validation', '--require-approval', 'never', ...contextArguments(settings)], cwd);
  }

  /** Deploys as a user does, and returns the output. */
  npmRunDeploy(...options: string[]): Promise<string> {
    return this.#withAssembly((assembly) => {
      const args = ['run', '--silent', 'deploy', '--', '-c', `stackName=${this.name}`, '-o', assembly, ...options];
      return exec('npm', args, { env: accountEnv(this.endpoint) });
    });
  }

  /** Deletes the stack as a user does, and returns the output. */
  destroy(): Promise<string> {
    return this.npmRunDeploy('--destroy', '--force');
  }

  /** Returns the value of an output. Throws where there is none. */
  async readOutput(name: string): Promise<string> {
    const { Stacks } = await this.#cloudFormation.send(new DescribeStacksCommand({ StackName: this.name }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new Error(`expected an output ${name}, received ${JSON.stringify(outputs)}`);
    return value;
  }

  /** Returns the physical id of each resource, by its logical id. */
  async readResources(): Promise<Record<string, string>> {
    const command = new DescribeStackResourcesCommand({ StackName: this.name });
    const { StackResources = [] } = await this.#cloudFormation.send(command);
    return Object.fromEntries(
      StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    );
  }

  /** Returns the physical id of the one resource whose logical id is a prefix and a hash. */
  async readResource(prefix: string): Promise<string> {
    const matches = Object.entries(await this.readResources()).filter(([id]) =>
      /^[0-9A-F]{8}$/.test(id.replace(prefix, '')),
    );
    const [[, physicalId] = ['', '']] = matches;
    if (matches.length === 1 && physicalId !== '') return physicalId;
    throw new Error(`expected one resource ${prefix}, received ${JSON.stringify(matches)}`);
  }

  /** Creates a token with the project's own command, and returns its secret. */
  async createToken(...options: string[]): Promise<string> {
    const args = ['run', '--silent', 'tokens', '--', 'create', '--stack', this.name, '--json', ...options];
    return JSON.parse(await exec('npm', args, { env: accountEnv(this.endpoint) })).secret;
  }

  /** Returns the table of its keys, as the project's own commands use it. */
  async keys(): Promise<StreamKeyTable> {
    return new StreamKeyTable(
      new DynamoDBClient(clientConfig(this.endpoint)),
      await this.readOutput('TokensTableName'),
    );
  }

  /** Sets environment variables of a function, for its next invocation. */
  async setVariables(name: `${string}Function`, variables: Record<string, string>): Promise<void> {
    const lambda = new LambdaClient(clientConfig(this.endpoint));
    const FunctionName = await this.readResource(name);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, ...variables };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }

  /** Makes the next invocation of a function begin in a new process, which has cached nothing. */
  restart(name: `${string}Function`): Promise<void> {
    return this.setVariables(name, {});
  }

  /** Returns the URL of its API, as this machine can reach it. */
  async url(): Promise<string> {
    return toReachableUrl(await this.readOutput('ApiUrl'), this.endpoint);
  }

  #cdk(args: readonly string[], cwd?: string): Promise<string> {
    return this.#withAssembly((assembly) =>
      runCdk(this.endpoint, [...args, '-c', `stackName=${this.name}`, '--output', assembly], cwd),
    );
  }

  /** CDK locks its output folder, so that each run has one of its own. */
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
