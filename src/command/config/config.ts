import { join } from 'node:path';
import { parseObject } from '../../claude/fields.ts';
import { type ConfigObject, type EditFailure, valueAt, withValueAt } from '../../status/config-edit.ts';
import { readConfig } from '../../status/config.ts';
import { importCcstatusline } from '../../status/import-ccstatusline.ts';
import { recoverySection } from '../../status/recovery-settings.ts';
import { plainRow } from '../../status/row-edit.ts';
import { harmless } from '../../text/harmless.ts';
import { assertNever } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { openConfig, problemWords, saveConfig } from './change.ts';
import { configPath, configurationNow } from './file.ts';
import { recoveryNow } from './recovery.ts';
import { fileFailureWords } from '../setup/settings-words.ts';
import { complain, exit, printJson, printLines, shownPath } from '../speech.ts';

/** `statusline config …`: what is asked of it. */
export type ConfigAction = 'get' | 'set' | 'import' | 'path';

/**
 * `statusline config get|set|import|path`, and without a word on a terminal the editor: the configuration of
 * the line. A file that does not parse is never rewritten.
 */
export async function config(
  world: World,
  flags: { readonly json: boolean },
  action?: ConfigAction,
  ...words: readonly string[]
): Promise<number> {
  switch (action) {
    case undefined:
      return withoutAction(world, flags);
    case 'get':
      return getValue(world, words[0] ?? '');
    case 'set':
      return setValue(world, flags, words);
    case 'import':
      return importFrom(world, flags, words[0] ?? null);
    case 'path':
      if (flags.json) printJson(world, { path: configPath(world) });
      else printLines(world, [harmless(configPath(world))]);
      return exit.done;
    default:
      return assertNever(action);
  }
}

async function withoutAction(world: World, flags: { readonly json: boolean }): Promise<number> {
  const { isStdinTerminal, isStdoutTerminal } = world.request;
  if (flags.json || !isStdinTerminal || !isStdoutTerminal) return getValue(world, '');
  const { editConfig } = await import('./editor.ts');
  return editConfig(world);
}

/** Prints what holds now, defaults and all, as JSON; what could not be read is named on stderr. */
function getValue(world: World, path: string): number {
  const { options, naming, problems } = configurationNow(world);
  for (const problem of problems) complain(world, `${problemWords(problem)}: its default holds`);
  const whole = { ...options, naming, recovery: recoveryNow(world) };
  const value = path === '' ? whole : valueAt(whole, path);
  if (value === undefined) return complain(world, `there is no "${harmless(path)}" in the configuration`);
  printJson(world, value);
  return exit.done;
}

function setValue(world: World, flags: { readonly json: boolean }, words: readonly string[]): number {
  const [path, given] = words;
  if (path === undefined || given === undefined) {
    complain(world, 'config set takes a field and its value: statusline config set theme midnight');
    return exit.usage;
  }
  const file = openConfig(world);
  if (!file.ok) return complain(world, file.failure);
  const changed = withValueAt(withOwnRows(file.value.config, path), path, valueOf(given));
  if (!changed.ok) return complain(world, editFailureWords(changed.failure));
  const saved = saveConfig(world, file.value, changed.value);
  if (!saved.ok) return complain(world, saved.failure);
  const recovery = recoverySection.read(changed.value).settings;
  const { options, naming } = readConfig(changed.value);
  const value = valueAt({ ...options, naming, recovery }, path) ?? null;
  if (flags.json) printJson(world, { path, value });
  else printLines(world, [`${harmless(path)} is ${harmless(JSON.stringify(value))} now.`]);
  return exit.done;
}

/** Who changes a row without having any of his own changes those that he sees. */
function withOwnRows(given: ConfigObject, path: string): ConfigObject {
  const isInside = path.startsWith('rows[') && given['rows'] === undefined;
  return isInside ? { ...given, rows: readConfig(given).options.rows.map(plainRow) } : given;
}

/** Whatever is JSON is meant so; a word alone is a text. */
function valueOf(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    // Nobody puts a theme's name in quotes and those in quotes for the shell.
    return given;
  }
}

function editFailureWords(failure: EditFailure): string {
  switch (failure.kind) {
    case 'no-such-place':
      return `"${harmless(failure.path)}" leads nowhere, so nothing was changed: see statusline config get`;
    case 'refused':
      return `${problemWords(failure.problem)}: nothing was changed`;
    default:
      return assertNever(failure);
  }
}

function importFrom(world: World, flags: { readonly json: boolean }, given: string | null): number {
  const from = given ?? join(world.paths.home, '.config', 'ccstatusline', 'settings.json');
  const read = world.settings.read(from);
  if (!read.ok) return complain(world, fileFailureWords(world, read.failure));
  const settings = read.value === null ? null : parseObject(read.value).value;
  if (settings === null) {
    const found = read.value === null ? 'there is no file' : 'it holds no JSON object';
    return complain(world, `${shownPath(world, from)}: ${found}, so nothing was imported`);
  }
  const imported = importCcstatusline(settings);
  const file = openConfig(world);
  if (!file.ok) return complain(world, file.failure);
  const changes = Object.keys(imported.config).length;
  const saved =
    changes === 0 ? null : saveConfig(world, file.value, { ...file.value.config, ...imported.config });
  if (saved?.ok === false) return complain(world, saved.failure);
  if (flags.json) printJson(world, imported);
  else printLines(world, importWords(world, imported.notes, changes > 0));
  return changes === 0 ? exit.failed : exit.done;
}

function importWords(world: World, notes: readonly string[], isDone: boolean): readonly string[] {
  if (!isDone) return notes;
  return [`Imported into ${shownPath(world, configPath(world))}; see statusline preview.`, ...notes];
}
