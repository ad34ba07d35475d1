import { dirname, join } from 'node:path';
import { parseObject } from '../../claude/fields.ts';
import type { ConfigObject } from '../../status/config-edit.ts';
import { configSchema } from '../../status/config-schema.ts';
import type { ConfigProblem } from '../../status/config-fields.ts';
import { harmless } from '../../text/harmless.ts';
import { failed, ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { configPath } from './file.ts';
import { fileFailureWords } from '../setup/settings-words.ts';
import { shownPath } from '../speech.ts';

/** The configuration file with its text, to be changed. */
export interface ConfigFile {
  readonly path: string;
  /** Null when there is no file. */
  readonly text: string | null;
  readonly config: ConfigObject;
}

/** Reads the file to change it. One that does not parse is never rewritten: the failure is a sentence. */
export function openConfig(world: World): Result<ConfigFile, string> {
  const path = configPath(world);
  const read = world.settings.read(path);
  if (!read.ok) return failed(fileFailureWords(world, read.failure));
  const text = read.value;
  if (text === null || text.trim() === '') return ok({ path, text, config: {} });
  const { value } = parseObject(text);
  if (value !== null) return ok({ path, text, config: value });
  return failed(
    `${shownPath(world, path)} is not a JSON object, so nothing was changed: mend it or remove it`,
  );
}

const schemaName = 'config.schema.json';

/**
 * Writes the file at once and whole, if it still holds what was read, and its schema beside it, so that an editor
 * knows every field. The failure is a sentence.
 */
export function saveConfig(world: World, file: ConfigFile, config: ConfigObject): Result<void, string> {
  const { path, text: from } = file;
  // Whoever names a schema of his own keeps it.
  const text = jsonText({ $schema: `./${schemaName}`, ...config });
  keepSchema(world, join(dirname(path), schemaName));
  const written =
    from === null ? world.settings.put(path, text, 0o600) : world.settings.replace(path, { from, to: text });
  return written.ok ? ok(undefined) : failed(fileFailureWords(world, written.failure));
}

/** Takes the file away that says nothing any more, and its schema with it. The failure is a sentence. */
export function removeConfig(world: World, { path }: ConfigFile): Result<void, string> {
  const removed = world.settings.remove(path);
  if (removed.ok) world.settings.remove(join(dirname(path), schemaName));
  return removed.ok ? ok(undefined) : failed(fileFailureWords(world, removed.failure));
}

/** A schema that cannot be written costs an editor's help, and nothing else. */
function keepSchema({ settings }: World, path: string): void {
  const text = jsonText(configSchema());
  const present = settings.read(path);
  if (!present.ok || present.value !== text) settings.put(path, text, 0o600);
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `theme: expected one of …, found "pink"`. */
export function problemWords({ path, expected, found }: ConfigProblem): string {
  return `${harmless(path)}: expected ${expected}, found ${harmless(found)}`;
}
