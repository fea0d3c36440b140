import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { matchesFilter } from './announcement-filter.ts';
import { followDeployed } from './deployed-source.ts';
import type { EventsDeps, EventsOptions, SourceDeps } from './events-options.ts';
import { createForwarder } from './forward.ts';
import { followLocal } from './local-source.ts';
import { parseSink } from './parse-sink.ts';
import { renderAnnouncement } from './render-announcement.ts';

/** Prints announcements, and forwards them one after the other, until the signal aborts. */
export async function followEvents(options: EventsOptions, deps: EventsDeps): Promise<void> {
  if (!options.follow) throw new Error('Received no --follow, expected it: see npm run events -- --help.');
  const ended = new AbortController();
  const forwarding = { ...deps, signal: AbortSignal.any([deps.signal, ended.signal]) };
  const forward = options.forward === undefined ? undefined : createForwarder(parseSink(options.forward), forwarding);
  const isJson = options.json || !deps.isTerminal;
  for await (const announcement of openSource(options, { ...deps, ended })) {
    if (deps.signal.aborted) return;
    if (!matchesFilter(announcement, options)) continue;
    console.log(isJson ? toJsonLine(announcement) : renderAnnouncement(announcement, Date.now(), detectTerminal()));
    await forward?.(announcement);
  }
}

function openSource({ stack, since, ...filter }: EventsOptions, deps: SourceDeps): AsyncIterable<Announcement> {
  if (stack === undefined) return followLocal(Date.now() - (since ?? 0), deps);
  if (since === undefined) return followDeployed(stack, filter, deps);
  throw new Error(
    'Received --since with --stack, expected one of them: the bus of a deployment stores nothing, and is followed from now on.',
  );
}

const toJsonLine = (announcement: Announcement): string => toPrintable(JSON.stringify(announcement));
