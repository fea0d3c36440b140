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
import { reachable } from '../../cli/stack/reachable.ts';
import { command } from '../command.ts';
import { cdk, clientOf, environmentOf } from './account.ts';

/** A stack in an emulated account, and what people do with it. */
export class StackUnderTest {
  readonly name: string;
  readonly endpoint: string;
  readonly #cloudFormation: CloudFormationClient;

  constructor(endpoint: string, name: string) {
    this.endpoint = endpoint;
    this.name = name;
    this.#cloudFormation = new CloudFormationClient(clientOf(endpoint));
  }

  /** Deploys this release, or the one whose files are in `cwd`; what the CLI said. CDK checks the template once, in template.test.ts. */
  deploy(settings: Record<string, string | number> = {}, cwd?: string): Promise<string> {
    return this.#cdk(['deploy', '--no-validation', '--require-approval', 'never', ...contextOf(settings)], cwd);
  }

  /** Deploys it as a user does; what was said. */
  npmRunDeploy(...options: string[]): Promise<string> {
    return this.#inAssembly((assembly) => {
      const args = ['run', '--silent', 'deploy', '--', '-c', `stackName=${this.name}`, '-o', assembly, ...options];
      return command('npm', args, { env: environmentOf(this.endpoint) });
    });
  }

  /** Deletes it as a user does; what was said. */
  destroy(): Promise<string> {
    return this.npmRunDeploy('--destroy', '--force');
  }

  /** The value of an output. */
  async output(name: string): Promise<string> {
    const { Stacks } = await this.#cloudFormation.send(new DescribeStacksCommand({ StackName: this.name }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new Error(`expected an output ${name}, received ${JSON.stringify(outputs)}`);
    return value;
  }

  /** The physical id of each resource, by its logical id. */
  async resources(): Promise<Record<string, string>> {
    const command = new DescribeStackResourcesCommand({ StackName: this.name });
    const { StackResources = [] } = await this.#cloudFormation.send(command);
    return Object.fromEntries(
      StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    );
  }

  /** The physical id of the one resource whose logical id begins so. */
  async resource(path: string): Promise<string> {
    const found = Object.entries(await this.resources()).filter(([id]) => /^[0-9A-F]{8}$/.test(id.replace(path, '')));
    const [[, physicalId] = ['', '']] = found;
    if (found.length === 1 && physicalId !== '') return physicalId;
    throw new Error(`expected one resource ${path}, received ${JSON.stringify(found)}`);
  }

  /** The secret of a new token, made with the project's own command. */
  async token(...options: string[]): Promise<string> {
    const args = ['run', '--silent', 'tokens', '--', 'create', '--stack', this.name, '--json', ...options];
    return JSON.parse(await command('npm', args, { env: environmentOf(this.endpoint) })).secret;
  }

  /** Changes variables of a function's environment: what runs next has them. */
  async setVariables(name: `${string}Function`, variables: Record<string, string>): Promise<void> {
    const lambda = new LambdaClient(clientOf(this.endpoint));
    const FunctionName = await this.resource(name);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, ...variables };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }

  /** Where its API is reached from this machine. */
  async url(): Promise<string> {
    return reachable(await this.output('ApiUrl'), this.endpoint);
  }

  #cdk(args: readonly string[], cwd?: string): Promise<string> {
    return this.#inAssembly((assembly) =>
      cdk(this.endpoint, [...args, '-c', `stackName=${this.name}`, '--output', assembly], cwd),
    );
  }

  /** CDK locks the folder that it synthesises to: each run has one of its own. */
  async #inAssembly(run: (assembly: string) => Promise<string>): Promise<string> {
    const assembly = await mkdtemp(join(tmpdir(), 'cdk.out-'));
    try {
      return await run(assembly);
    } finally {
      await rm(assembly, { recursive: true, force: true });
    }
  }
}

const contextOf = (settings: Record<string, string | number>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
