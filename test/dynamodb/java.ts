import { command } from '../command.ts';

/** Software is missing: the message names it, and what to install. */
export class Missing extends Error {}

/** The oldest Java that DynamoDB Local 2 runs on. */
const JAVA = 17;

const advice = `install a JDK, ${JAVA} or later (Debian: openjdk-${JAVA}-jdk-headless)`;

/** Throws `Missing` where there is no Java that runs a source file. */
export async function needJava(): Promise<void> {
  const told = await command('java', ['-version']).catch(() => undefined);
  if (told === undefined) throw new Missing(`found no java: ${advice}`);
  const version = /version "([^"]+)"/.exec(told)?.[1] ?? 'of no version';
  if (!(Number.parseInt(version, 10) >= JAVA)) throw new Missing(`found Java ${version}: ${advice}`);
  const modules = await command('java', ['--list-modules']);
  if (!modules.includes('jdk.compiler')) throw new Missing(`found Java ${version} without its compiler: ${advice}`);
}

/** Throws `Missing` where nothing can be fetched from Maven Central. */
export async function needMaven(): Promise<void> {
  const told = await command('mvn', ['--version']).catch(() => undefined);
  if (told === undefined) throw new Missing('found no mvn: install Maven 3.6.3 or later (Debian: maven)');
}
