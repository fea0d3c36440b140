import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cached } from '../cache.ts';
import { command } from '../command.ts';
import { needJava, needMaven } from './java.ts';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

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
    await needJava();
    const classes = join(await library(), '*');
    const java = spawn('java', ['-cp', classes, file('OnLoopback.java')], { stdio: 'pipe' });
    const complaints = text(java.stderr);
    const lines = createInterface(java.stdout);
    const [port] = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [undefined])]);
    if (port === undefined) throw new Error(`DynamoDB Local did not start. It wrote:\n${await complaints}`);
    return new DynamoDBLocal(java, port);
  }

  async stop(): Promise<void> {
    if (this.#java.exitCode !== null || this.#java.signalCode !== null) return;
    const ended = once(this.#java, 'exit');
    this.#java.stdin?.end();
    await ended;
  }
}

/** The folder of its jars, of the release that the pom names. */
function library(): Promise<string> {
  const pom = readFileSync(file('pom.xml'), 'utf8');
  const release = /<artifactId>DynamoDBLocal<\/artifactId>\s*<version>([^<]+)</.exec(pom)?.[1];
  return cached(`dynamodb-local/${release}`, async (folder) => {
    await needMaven();
    await command('mvn', [
      '-q',
      '-B',
      'dependency:copy-dependencies',
      '-f',
      file('pom.xml'),
      `-DoutputDirectory=${folder}`,
    ]);
  });
}
