import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../cached-folder.ts';
import { exec } from '../exec.ts';

const defaultRequirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** Returns why the tools of `requirements.txt` cannot be installed, undefined where they can. */
export async function pythonSkipReason(): Promise<string | undefined> {
  try {
    const version = await exec('python3', ['-c', 'import ensurepip, sys; print("%d.%d" % sys.version_info[:2])']);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major === 3 && minor >= 10) return undefined;
    return `received Python ${version.trim()}, expected python3 3.10 or later: install it`;
  } catch {
    return 'found no python3 with venv, expected 3.10 or later: install it (Debian: python3-venv)';
  }
}

/** Installs the tools of a file of requirements in a virtual environment on first use. Returns the path of a program in it. */
export async function installPythonProgram(name: string, requirements = defaultRequirements): Promise<string> {
  const pins = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = await cachedFolder(`python-${pins}`, async (place) => {
    await exec('python3', ['-m', 'venv', place]);
    await exec(join(place, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  });
  return join(folder, 'bin', name);
}
