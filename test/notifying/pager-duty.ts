import { createContext, runInContext } from 'node:vm';

/** An event as PagerDuty's Events API v1 takes it, which is what a Custom Event Transformer emits. */
export interface PagerDutyEvent {
  readonly event_type: 'trigger' | 'resolve' | 'acknowledge';
  readonly incident_key: string;
  readonly description: string;
  readonly details: unknown;
}

const eventTypes = { Trigger: 'trigger', Resolve: 'resolve', Acknowledge: 'acknowledge' } as const;

/**
 * A service of PagerDuty with a Custom Event Transformer, as https://developer.pagerduty.com/docs/custom-event-transformer and
 * the Events API v1 describe it: a trigger opens an incident or is added to the open one with its key, a resolve closes it.
 */
export class PagerDuty {
  readonly events: PagerDutyEvent[] = [];
  readonly #transformer: string;

  constructor(transformer: string) {
    this.#transformer = transformer;
  }

  /** Runs the transformer on the body of a request. Throws where PagerDuty would drop the event. */
  receive(body: string): void {
    const emitGenericEvents = (events: PagerDutyEvent[]) => this.events.push(...events.map(checkEvent));
    const inputRequest = { rawBody: body, body: JSON.parse(body), method: 'POST' };
    runInContext(this.#transformer, createContext({ PD: { ...eventTypes, inputRequest, emitGenericEvents } }));
  }

  /** The keys of the incidents that are open. */
  get openIncidents(): string[] {
    const open = new Set<string>();
    for (const { event_type, incident_key } of this.events)
      if (event_type === 'trigger') open.add(incident_key);
      else if (event_type === 'resolve') open.delete(incident_key);
    return [...open];
  }
}

/** Throws unless the Events API v1 takes an event: its key has at most 255 characters, its description 1 024. */
function checkEvent(event: PagerDutyEvent): PagerDutyEvent {
  const isTaken =
    Object.values(eventTypes).includes(event.event_type) &&
    event.incident_key.length <= 255 &&
    event.description.length <= 1_024 &&
    typeof event.details === 'object';
  if (!isTaken) throw new Error(`PagerDuty: expected an event of its API, received ${JSON.stringify(event)}`);
  return event;
}
