import { GetParametersByPathCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import { checkWithoutServer, NOT_REGISTERED, type ServerCheck } from './check-server.ts';
import type { Asker } from './direct-asker.ts';
import type { MediaServers, RegisteredServer, Verdict } from './media-servers.ts';
import { readAppName } from './parameter-name.ts';
import { parseRegisteredServer } from './registered-server.ts';
import { accessTo } from './server-access.ts';
import { type StopReport, stopError } from './stop-streams.ts';

/** The servers by app; undefined for one whose parameter cannot be read. */
type ServersByApp = ReadonlyMap<string, RegisteredServer | undefined>;

/** The media servers in the parameters of a deployed stack. */
export class SsmMediaServers implements MediaServers {
  readonly #ssm: SSMClient;
  readonly #path: string;
  readonly #asker: Asker;
  #servers: ServersByApp = new Map();

  /** `path` is that of the parameters, such as `/AntMediaWebhooks/servers`. */
  constructor(ssm: SSMClient, path: string, asker: Asker) {
    this.#ssm = ssm;
    this.#path = path;
    this.#asker = asker;
  }

  /** Reads them, once a sweep: `ask` asks those that were read last. */
  readonly registered = async (): Promise<ReadonlySet<string>> => {
    this.#servers = await this.#read();
    return new Set(this.#servers.keys());
  };

  readonly ask = async (
    app: string,
    ids: readonly string[],
    deadline: number,
  ): Promise<ReadonlyMap<string, Verdict>> => {
    const server = this.#servers.get(app);
    if (server !== undefined) return this.#asker.ask(accessTo(server, Date.now()), ids, deadline);
    const reason = 'no media server is registered for its app, or its parameter cannot be read';
    return new Map(ids.map((id) => [id, { kind: 'unclear', reason }]));
  };

  /** Asks an app's server once, as it is registered now. Throws when the parameters cannot be read. */
  async check(app: string): Promise<ServerCheck> {
    const servers = await this.#read();
    const server = servers.get(app);
    if (server !== undefined) return this.#asker.check(accessTo(server, Date.now()));
    return servers.has(app)
      ? checkWithoutServer('unreadable', UNREADABLE)
      : checkWithoutServer('notRegistered', UNREGISTERED);
  }

  /** Asks an app's server, as it is registered now, to stop streams. Throws when the parameters cannot be read. */
  async stop(app: string, ids: readonly string[]): Promise<StopReport> {
    const servers = await this.#read();
    const server = servers.get(app);
    if (server !== undefined) return this.#asker.stop(accessTo(server, Date.now()), ids);
    return stopError(servers.has(app) ? UNREADABLE : UNREGISTERED);
  }

  async #read(): Promise<ServersByApp> {
    const servers = new Map<string, RegisteredServer | undefined>();
    let nextToken: string | undefined;
    do {
      const page = { Path: this.#path, WithDecryption: true, ...(nextToken !== undefined && { NextToken: nextToken }) };
      const { Parameters = [], NextToken } = await this.#ssm.send(new GetParametersByPathCommand(page));
      for (const { Name = '', Value = '' } of Parameters) servers.set(readAppName(Name), parseOrUndefined(Value));
      nextToken = NextToken;
    } while (nextToken);
    return servers;
  }
}

const UNREADABLE = 'its parameter cannot be read: register it again with npm run servers -- add';
const UNREGISTERED = `${NOT_REGISTERED}: npm run servers -- add`;

function parseOrUndefined(value: Parameter['Value'] = ''): RegisteredServer | undefined {
  try {
    return parseRegisteredServer(value);
  } catch {
    return undefined; // one broken parameter is no reason to ask nobody
  }
}
