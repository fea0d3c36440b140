import { useEffect, useState } from 'preact/hooks';

const listeners = new Set<() => void>();
let timer = 0;

/** Returns the monotonic clock (ms), and draws the component again every second. */
export function useNow(): number {
  const [, draw] = useState(0);
  useEffect(() => {
    const tick = () => draw((ticks) => ticks + 1);
    listeners.add(tick);
    if (listeners.size === 1) timer = window.setInterval(tickAll, 1_000);
    return () => {
      listeners.delete(tick);
      if (listeners.size === 0) window.clearInterval(timer);
    };
  }, []);
  return performance.now();
}

/** All components share one timer, so that they tick together. */
function tickAll(): void {
  if (!document.hidden) for (const tick of listeners) tick();
}
