import { exec } from '../exec.ts';

/** The error about missing software. Its message names the software, and what to install. */
export class MissingSoftware extends Error {}

/** The oldest Java that DynamoDB Local 2 supports. */
const MIN_JAVA = 17;

const advice = `install a JDK, ${MIN_JAVA} or later (Debian: openjdk-${MIN_JAVA}-jdk-headless)`;

/** Throws `MissingSoftware` where there is no Java that runs a source file. */
export async function requireJava(): Promise<void> {
  const output = await exec('java', ['-version']).catch(() => undefined);
  if (output === undefined) throw new MissingSoftware(`found no java: ${advice}`);
  const version = /version "([^"]+)"/.exec(output)?.[1] ?? 'of no version';
  if (!(Number.parseInt(version, 10) >= MIN_JAVA)) throw new MissingSoftware(`found Java ${version}: ${advice}`);
  const modules = await exec('java', ['--list-modules']);
  if (!modules.includes('jdk.compiler'))
    throw new MissingSoftware(`found Java ${version} without its compiler: ${advice}`);
}

/** Throws `MissingSoftware` where there is no Maven. */
export async function requireMaven(): Promise<void> {
  const output = await exec('mvn', ['--version']).catch(() => undefined);
  if (output === undefined) throw new MissingSoftware('found no mvn: install Maven 3.6.3 or later (Debian: maven)');
}
