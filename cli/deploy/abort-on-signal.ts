/** Ctrl-C aborts the signal, and nothing else: what has to be done before the end still is. Signals may come twice: npm passes them on. */
export function abortOnSignal(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('Interrupted: the stack is deployed, and was not tested.'));
  process.on('SIGINT', abort).on('SIGTERM', abort);
  return { signal: controller.signal, forget: () => process.off('SIGINT', abort).off('SIGTERM', abort) };
}
