import type { HookFields } from '../../../lambda/stream/event.ts';
import { first, isSince, type Version } from '../wire/versions.ts';

/** The keys that the questions show: all but one are temporary ones. */
export interface ScenarioKeys {
  /** For the stream. */
  readonly good: string;
  /** For every stream. */
  readonly any: string;
  readonly expired: string;
  readonly notYet: string;
  readonly otherStream: string;
  readonly player: string;
  /** Never made. */
  readonly unknown: string;
}

/** An attempt to publish, and the answer that the media server should get. */
export interface ScenarioQuestion {
  readonly publisher: string;
  readonly expected: 'allowed' | 'refused';
  readonly fields: HookFields;
  /** Whether it is asked at a URL whose token was never made. @default false */
  readonly isWrongUrl?: true;
}

/** The stream that is asked about, and the release that asks. */
interface QuestionedStream {
  readonly id: string;
  readonly app: string;
  readonly ams: Version;
}

/** Returns the questions of the scenario, in the order in which they are asked. */
export function scenarioQuestions(keys: ScenarioKeys, { id, app, ams }: QuestionedStream): ScenarioQuestion[] {
  const publish = (
    publisher: string,
    expected: ScenarioQuestion['expected'],
    parameters: Parameters,
    overrides = {},
  ) => ({
    publisher,
    expected,
    fields: questionFields(ams, { appName: app, id, ...overrides }, parameters),
  });
  const withToken = (token: string) => ({ x: 'y', token });
  return [
    publish('with the key of the stream', 'allowed', withToken(keys.good)),
    publish('with the key in the path, as ffmpeg', 'allowed', { streamName: id, token: keys.good }, { appName: id }),
    publish('another stream, with a key for any', 'allowed', withToken(keys.any), { id: `${id}-caf\u00e9` }),
    publish('without a key', 'refused', {}),
    publish('with an unknown key', 'refused', withToken(keys.unknown)),
    publish('with a key that has expired', 'refused', withToken(keys.expired)),
    publish('with a key that is not valid yet', 'refused', withToken(keys.notYet)),
    publish('with the key of another stream', 'refused', withToken(keys.otherStream)),
    publish('with the key of a player', 'refused', withToken(keys.player)),
    publish('with a parameter that forges hooks', 'refused', { ...withToken(keys.good), id: `${id}-forged` }),
    { ...publish('with a key, at a wrong URL', 'refused', withToken(keys.good)), isWrongUrl: true },
  ];
}

type Parameters = Readonly<Record<string, string>>;

/** Returns the fields in the server's order. Its parameters are a map as Java prints it. */
function questionFields(
  ams: Version,
  { appName, id }: { readonly appName: string; readonly id: string },
  parameters: Parameters,
): HookFields {
  const { token } = parameters;
  const map = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return {
    ...{ appName, name: id, streamId: id, mode: 'live' },
    ...(token !== undefined && isSince(ams, first.publishToken) && { token }),
    ...(map.length > 0 && { queryParams: `{${map.join(', ')}}` }),
  };
}
