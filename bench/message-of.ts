import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What a process says next. Throws when it ends instead. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const { signal } = ended;
  const [told, code] = await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(([exitCode]) => [undefined, exitCode]),
  ]);
  ended.abort();
  if (told === undefined) throw new Error(`A process of the benchmark ended with ${code}: see what it wrote above.`);
  return told;
}
