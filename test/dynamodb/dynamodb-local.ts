import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../cached-folder.ts';
import { exec } from '../exec.ts';
import { requireJava, requireMaven } from './required-software.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** DynamoDB as AWS gives it to developers. It keeps the tables of every access key apart. */
export class DynamoDBLocal {
  readonly endpoint: string;
  readonly #java: ChildProcess;

  private constructor(java: ChildProcess, port: string) {
    this.#java = java;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /** Starts it, fetched on first use. Throws `Missing` without the software that this takes. */
  static async start(): Promise<DynamoDBLocal> {
    await requireJava();
    const classes = join(await fetchLibrary(), '*');
    const java = spawn('java', ['-cp', classes, pathOf('OnLoopback.java')], { stdio: 'pipe' });
    const stderr = text(java.stderr);
    const lines = createInterface(java.stdout);
    const [port] = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [undefined])]);
    if (port === undefined) throw new Error(`DynamoDB Local did not start. It wrote:\n${await stderr}`);
    return new DynamoDBLocal(java, port);
  }

  async stop(): Promise<void> {
    if (this.#java.exitCode !== null || this.#java.signalCode !== null) return;
    const exited = once(this.#java, 'exit');
    this.#java.stdin?.end();
    await exited;
  }
}

/** The folder of its jars, of the release that the pom names. */
function fetchLibrary(): Promise<string> {
  const pom = readFileSync(pathOf('pom.xml'), 'utf8');
  const release = /<artifactId>DynamoDBLocal<\/artifactId>\s*<version>([^<]+)</.exec(pom)?.[1];
  return cachedFolder(`dynamodb-local/${release}`, async (folder) => {
    await requireMaven();
    await exec('mvn', [
      '-q',
      '-B',
      'dependency:copy-dependencies',
      '-f',
      pathOf('pom.xml'),
      `-DoutputDirectory=${folder}`,
    ]);
  });
}
