import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What a process says next. Throws when it ends instead. */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const settled = new AbortController();
  const { signal } = settled;
  const [message, code] = await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(([exitCode]) => [undefined, exitCode]),
  ]);
  settled.abort();
  if (message === undefined) throw new Error(`A process of the benchmark ended with ${code}: see what it wrote above.`);
  return message;
}
