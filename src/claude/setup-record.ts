import { type Fields, fields, oneOf, parseObject, text } from './fields.ts';
import type { Before } from './settings.ts';

/** What setup did to one settings.json. */
export interface SetupEntry {
  readonly before: Before;
  /** The command of the other tool that gave way: it can be shown as a segment of ours. */
  readonly replaced: string | null;
  /** Where the settings were copied to, or null when there were none. */
  readonly backup: string | null;
}

/** What setup did, by path of the settings.json. */
export type SetupRecord = ReadonlyMap<string, SetupEntry>;

/** The record's text. */
export function encodeSetupRecord(record: SetupRecord): string {
  return `${JSON.stringify({ v: 1, settings: Object.fromEntries(record) }, null, 2)}\n`;
}

/** The record in a text; what is damaged is left out, so that uninstall does without it. */
export function decodeSetupRecord(json: string): SetupRecord {
  const entries = Object.entries(fields(parseObject(json).value?.['settings']));
  return new Map(
    entries.flatMap(([path, value]) => {
      const entry = fields(value);
      const before = decodeBefore(fields(entry['before']));
      if (before === null) return [];
      return [[path, { before, replaced: text(entry['replaced']), backup: text(entry['backup']) }] as const];
    }),
  );
}

function decodeBefore(before: Fields): Before | null {
  const kind = oneOf(['no-file', 'blank', 'no-status-line', 'status-line'], before['kind']);
  switch (kind) {
    case 'no-file':
      return { kind };
    case 'blank':
      return { kind, settings: asText(before['settings']) };
    case 'no-status-line':
      return { kind, inside: typeof before['inside'] === 'string' ? before['inside'] : null };
    case 'status-line': {
      const json = asText(before['json']);
      return isJson(json) ? { kind, json } : null;
    }
    case null:
      return null;
    default:
      return kind satisfies never;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What is put back into the user's settings must not damage them. */
function isJson(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    // That is the answer.
    return false;
  }
}
