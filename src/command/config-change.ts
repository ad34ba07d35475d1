import { parseObject } from '../claude/fields.ts';
import type { ConfigObject } from '../status/config-edit.ts';
import type { ConfigProblem } from '../status/config-fields.ts';
import { harmless } from '../text/harmless.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';
import { configPath } from './config-file.ts';
import { fileFailureWords } from './settings-words.ts';
import { shownPath } from './speech.ts';

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

/** Writes the file at once and whole, if it still holds what was read. The failure is a sentence. */
export function saveConfig(world: World, file: ConfigFile, config: ConfigObject): Result<void, string> {
  const text = `${JSON.stringify(config, null, 2)}\n`;
  const { path, text: from } = file;
  const written =
    from === null ? world.settings.put(path, text, 0o600) : world.settings.replace(path, { from, to: text });
  return written.ok ? ok(undefined) : failed(fileFailureWords(world, written.failure));
}

/** `theme: expected one of …, found "pink"`. */
export function problemWords({ path, expected, found }: ConfigProblem): string {
  return `${harmless(path)}: expected ${expected}, found ${harmless(found)}`;
}
