/** An object of foreign JSON: nothing is known of its values. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value of foreign JSON is an object, and no list. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the fields of an object of foreign JSON. Its methods throw for a value of another type; the error never quotes it. */
export class JsonFields {
  readonly #source: string;
  readonly #object: JsonObject;

  /** `source` says in errors where the object comes from. */
  constructor(source: string, object: JsonObject) {
    this.#source = source;
    this.#object = object;
  }

  /** Returns a text; null where there is none. */
  text(name: string): string | null {
    const value = this.#own(name) ?? null;
    if (value === null || typeof value === 'string') return value;
    throw this.#error(name, 'a text');
  }

  /** Returns a text that is not empty. */
  requireText(name: string): string {
    const text = this.text(name);
    if (text !== null && text !== '') return text;
    throw this.#error(name, 'a text that is not empty');
  }

  /** Returns a number; undefined where there is none. */
  number(name: string): number | undefined {
    const value = this.#own(name);
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
    throw this.#error(name, 'a number');
  }

  /** Returns a boolean; undefined where there is none. */
  boolean(name: string): boolean | undefined {
    const value = this.#own(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.#error(name, 'true or false');
  }

  /** Whether the object has the field at all. */
  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  #own(name: string): unknown {
    return this.has(name) ? this.#object[name] : undefined;
  }

  #error(name: string, expected: string): Error {
    return new Error(
      `${this.#source}: received ${typeName(this.#own(name))} as ${name}, expected ${expected}: this is no answer of a release that the doctor knows, and nothing is concluded from it.`,
    );
  }
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : `a value of the type ${typeof value}`;
}
