import { serverHostOf } from '../ids.ts';
import { at, hook, type ScenarioContext, type ScheduledHook, serverHook } from './scenario.ts';

/** The server crashes during a stream, so its end is never sent. After the restart it reports the crash under another hook's name, and the encoder reconnects. */
export function crash({ id }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Yard', category: 'security' };
  const host = serverHostOf(id);
  return [
    at(0, hook('liveStreamStarted', stream)),
    at(38, serverHook({ host, resourceInfo: JSON.stringify(resourceInfo) })),
    at(76, serverHook({ host, appNames: 'live,LiveApp,WebRTCAppEE' })),
    at(81, hook('liveStreamStarted', stream)),
  ];
}

const resourceInfo = {
  instanceId: '682684c873e6ce52721f1014633bcca1',
  cpuUsage: { processCPUTime: 940000, systemCPULoad: 97, processCPULoad: 93, systemLoadAverageLastMinute: 11.4492 },
  jvmMemoryUsage: { maxMemory: 6320816128, totalMemory: 6306847488, freeMemory: 61811000, inUseMemory: 6245036488 },
  systemInfo: { osName: 'Linux', osArch: 'amd64', javaVersion: '17', processorCount: 2 },
  localLiveStreams: 41,
  localWebRTCViewers: 260,
};
