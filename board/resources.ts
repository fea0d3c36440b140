import { pluralize } from '../lambda/text/pluralize.ts';

/** What a media server says of one of its resources, in words. */
export interface ResourceUse {
  readonly text: string;
  /** Whether little of it is left. */
  readonly isHigh: boolean;
}

/** The share of a resource, in percent, from which it is high. */
const HIGH_PERCENT = 75;

/** Reads what a media server says of its resources: JSON in a text, of which any part may be missing. */
export function readResources(resourceInfo: unknown): ResourceUse[] {
  const info = parse(resourceInfo);
  const at = (path: string) => numberAt(info, path);
  const memory = at('systemMemoryInfo.totalMemory');
  const available = at('systemMemoryInfo.availableMemory'); // what caches use is available, and counts as in use
  const used = memory === undefined || available === undefined ? undefined : memory - available;
  const viewers = ['WebRTC', 'HLS', 'DASH'].flatMap((kind) => at(`local${kind}Viewers`) ?? []);
  return [
    ofShare('CPU', at('cpuUsage.systemCPULoad'), 100, ''),
    ofBytes('memory', used ?? at('systemMemoryInfo.inUseMemory'), memory),
    ofBytes('Java heap', at('jvmMemoryUsage.inUseMemory'), at('jvmMemoryUsage.maxMemory')),
    ofBytes('disk', at('fileSystemInfo.inUseSpace'), at('fileSystemInfo.totalSpace')),
    ofCount('live stream', at('localLiveStreams')),
    ofCount('viewer', viewers.length > 0 ? viewers.reduce((a, b) => a + b) : undefined),
  ].flatMap((use) => use ?? []);
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null; // it is shown as it was received
  }
}

/** Returns the number at a path of names; undefined where there is none. */
function numberAt(json: unknown, path: string): number | undefined {
  const value = path
    .split('.')
    .reduce((outer: unknown, name) => (outer as Record<string, unknown> | null)?.[name], json);
  return Number.isFinite(value) ? (value as number) : undefined;
}

function ofShare(name: string, used: number | undefined, total: number | undefined, suffix: string) {
  if (used === undefined || total === undefined || total === 0) return undefined;
  const percent = Math.round((used / total) * 100);
  return { text: `${name} ${percent}%${suffix}`, isHigh: percent >= HIGH_PERCENT };
}

/** Of a number of bytes. */
const ofBytes = (name: string, used: number | undefined, total = 0) =>
  ofShare(name, used, total, ` of ${(total / 1e9).toFixed(1)} GB`);

const ofCount = (noun: string, count: number | undefined) =>
  count === undefined ? undefined : { text: pluralize(count, noun), isHigh: false };
