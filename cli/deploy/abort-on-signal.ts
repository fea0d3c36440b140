/** Ctrl-C aborts the signal, and nothing else: what has to be done before the end still is. Signals may come twice: npm passes them on. */
export function untilInterrupted(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error('Interrupted: the stack is deployed, and was not tested.'));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return { signal: controller.signal, forget: () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt) };
}
