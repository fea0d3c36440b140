import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Returns the next IPC message of a child process. Throws when the process exits first. */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const settled = new AbortController();
  const { signal } = settled;
  const [message, code] = await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(([exitCode]) => [undefined, exitCode]),
  ]);
  settled.abort();
  if (message === undefined)
    throw new Error(
      `A process of the benchmark: received exit code ${code}, expected a message. See its output above.`,
    );
  return message;
}
