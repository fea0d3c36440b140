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

/** DynamoDB Local, AWS's engine for development. It separates tables by access key. */
export class DynamoDBLocal {
  readonly endpoint: string;
  readonly #java: ChildProcess;

  private constructor(java: ChildProcess, port: string) {
    this.#java = java;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /** Starts it; the first use downloads it. Throws `MissingSoftware` without Java or Maven. */
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

/** Downloads the jars of the release in the pom on first use. Returns their folder. */
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
