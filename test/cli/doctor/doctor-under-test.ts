import { createDoctorCommand } from '../../../cli/doctor/doctor-command.ts';
import type { CommandResult } from '../../run.ts';
import { runInProcess } from '../run-in-process.ts';
import { type FakePanel, PASSWORD, USER } from './fake-panel.ts';

/** No credentials but the password, and no other receiver than that of the folder. */
const noEnv = { AMS_JWT_SECRET: undefined, STREAMS_TOKEN: undefined, STREAMS_URL: undefined, DATA_DIR: '/nonexistent' };

/** Runs the doctor against a panel, with its exit code. */
export async function runDoctorOn(
  { url }: Pick<FakePanel, 'url'>,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const all = ['--server', url, '--user', USER, '--app', 'LiveApp', ...args];
    const result = await runInProcess(createDoctorCommand(), all, { ...noEnv, AMS_PASSWORD: PASSWORD, ...env });
    return { ...result, code: Number(process.exitCode ?? result.code) };
  } finally {
    process.exitCode = before;
  }
}
