import { isJsonObject, JsonFields, type JsonObject } from './json-fields.ts';

/** The settings of an application that hooks depend on. Undefined: the release does not have it. No secret is among them. */
export interface AppSettings {
  readonly listenerHookURL: string | null;
  readonly webhookContentType: string | null | undefined;
  readonly webhookRetryCount: number | undefined;
  /** In ms. */
  readonly webhookRetryDelay: number | undefined;
  /** In ms; off when it is not above 0. */
  readonly webhookStreamStatusUpdatePeriodMs: number | undefined;
  readonly webhookAuthenticateURL: string | null | undefined;
  readonly webhookPlayAuthUrl: string | null | undefined;
  /** Whether streams are recorded, as MP4 or WebM. */
  readonly isRecording: boolean;
  /** The number of keys in the form of the old file, such as `settings.listenerHookURL`. */
  readonly prefixedKeys: number;
}

/** The settings of an application, and what is needed to ask it through the panel. */
export interface SettingsDocument {
  readonly settings: AppSettings;
  /** The secret of its JWT filter; null where that is off. It is used for requests, and is no fact that is looked at. */
  readonly jwtSecret: string | null;
}

/** Returns the path of an application's settings in the panel's REST API. */
export const settingsPath = (app: string): string => `applications/settings/${encodeURIComponent(app)}`;

/** The least number of keys: 2.9 has 176, 2.17 has 203, 3.0 has 182. */
const MIN_KEYS = 100;

/** Reads the settings document of an application. Throws for one that the doctor does not understand; the error quotes nothing of it. */
export function readSettingsDocument(value: unknown, app: string): SettingsDocument {
  const source = `The settings of ${app}`;
  const document = requireDocument(value, source);
  const fields = new JsonFields(source, document);
  if (fields.requireText('appName') !== app)
    throw new Error(`${source}: received those of another application, expected the appName ${app}: check --app.`);
  const optionalText = (name: string) => (fields.has(name) ? fields.text(name) : undefined);
  const isJwtOn = fields.boolean('jwtControlEnabled') === true;
  return {
    jwtSecret: (isJwtOn && fields.text('jwtSecretKey')) || null,
    settings: {
      listenerHookURL: fields.text('listenerHookURL'),
      webhookContentType: optionalText('webhookContentType'),
      webhookRetryCount: fields.number('webhookRetryCount'),
      webhookRetryDelay: fields.number('webhookRetryDelay'),
      webhookStreamStatusUpdatePeriodMs: fields.number('webhookStreamStatusUpdatePeriodMs'),
      webhookAuthenticateURL: optionalText('webhookAuthenticateURL'),
      webhookPlayAuthUrl: optionalText('webhookPlayAuthUrl'),
      isRecording: fields.boolean('mp4MuxingEnabled') === true || fields.boolean('webMMuxingEnabled') === true,
      prefixedKeys: countPrefixed(document) + countPrefixed(document.customSettings),
    },
  };
}

function requireDocument(value: unknown, source: string): JsonObject {
  const keys = isJsonObject(value) ? Object.keys(value).length : 0;
  if (isJsonObject(value) && keys >= MIN_KEYS) return value;
  const received = isJsonObject(value) ? `a document with ${keys} keys` : 'something else than a document';
  throw new Error(
    `${source}: received ${received}, expected at least ${MIN_KEYS} keys, as every release since 2.9 answers: check --server and --app, and the release.`,
  );
}

const countPrefixed = (value: unknown): number =>
  isJsonObject(value) ? Object.keys(value).filter((key) => key.startsWith('settings.')).length : 0;
