declare const sessionIdBrand: unique symbol;

/** The id of one Claude Code conversation: a UUID, made by the client. */
export type SessionId = string & { readonly [sessionIdBrand]: true };

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The session id in a value from outside, or null. Only a UUID passes: ids become file names and
 * arguments, so nothing else may.
 */
export function parseSessionId(value: unknown): SessionId | null {
  if (typeof value !== 'string' || !shape.test(value)) return null;
  // The brand records the check of the line above.
  return value as SessionId;
}
