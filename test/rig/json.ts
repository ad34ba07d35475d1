/** A JSON object from outside, its fields unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object, or null when it is something else. */
export function asRecord(value: unknown): JsonObject | null {
  // An object that is no array has fields, whatever they are: that is all the type says.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** One field of a value that may not be an object at all. */
export function field(value: unknown, name: string): unknown {
  return asRecord(value)?.[name];
}

/** A block's `text`, or nothing. */
export function textOf(block: unknown): string {
  const text = field(block, 'text');
  return typeof text === 'string' ? text : '';
}

/** The text as a JSON value, or undefined where it is none (yet). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
