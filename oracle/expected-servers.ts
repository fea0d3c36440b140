import { type HookFields, isServerHook, type SentHook, subjectOf } from './sent-hook.ts';

/** Returns the kind of a hook about a media server: the wire's action may be highResourceUsage for both kinds. */
export const serverKindOf = ({ action, appNames }: HookFields): string =>
  appNames === undefined ? String(action) : 'unexpectedServerShutdown';

/** Returns the kinds of all events of each media server, by its host. No such hook has a clock, so that each one is an event. */
export function expectedServers(hooks: readonly Pick<SentHook, 'fields'>[]): Map<string, string[]> {
  const byHost = new Map<string, string[]>();
  for (const { fields } of hooks.filter((hook) => isServerHook(hook.fields))) {
    const host = subjectOf(fields);
    byHost.set(host, [...(byHost.get(host) ?? []), serverKindOf(fields)]);
  }
  return byHost;
}
