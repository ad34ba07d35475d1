import { parseObject, text } from '../../claude/fields.ts';
import { isOurCommand } from '../../claude/settings.ts';
import { harmless } from '../../text/harmless.ts';
import type { World } from '../../world.ts';
import { readRecord, setupPaths, type SetupPaths } from './files.ts';
import { shownPath } from '../speech.ts';

/** Kept texts are forgotten after a week: what was told is written again before that. */
const renewMs = 24 * 3_600_000;

/**
 * A sentence for the user when the status line that setup put into the client's settings gave way to another one or
 * is gone; null when it is there, was told of already, was never set up, or nothing can be read. One sentence a
 * change: what was said last is kept.
 */
export function lineNews(world: World): string | null {
  const paths = setupPaths(world);
  const record = readRecord(world, paths);
  if (!record.ok || !record.value.has(paths.settings)) return null;
  const owner = ownerOf(world, paths);
  if (owner === null) return null;
  const name = `line owner ${paths.settings}`;
  const told = world.cache.read(name);
  const isTold = told?.text === owner;
  // Our own line is the state that needs no word: it is kept only where another one was told of.
  if (isTold ? world.clock.nowMs() - told.atMs > renewMs : told !== null || owner !== ours)
    world.cache.write(name, owner);
  return isTold || owner === ours ? null : sentence(world, paths, owner);
}

const ours = 'ours';
const nobody = 'nobody';

/** Whose line stands in the client's settings: ours, nobody's, or another tool's by its command. Null: not to be told. */
function ownerOf(world: World, { settings, command }: SetupPaths): string | null {
  const read = world.settings.read(settings);
  if (!read.ok) return null;
  // The client's own reader lets a byte order mark pass. Settings that do not parse are doctor's matter.
  const { value, problem } = parseObject((read.value ?? '').replace(/^\uFEFF/, ''));
  if (value === null) return problem === 'empty' ? nobody : null;
  const line = value['statusLine'];
  if (line === undefined || line === null) return nobody;
  const present = text((line as { readonly command?: unknown }).command) ?? JSON.stringify(line);
  return present === command || isOurCommand(present) ? ours : `command ${present}`;
}

function sentence(world: World, { settings }: SetupPaths, owner: string): string {
  const file = shownPath(world, settings);
  if (owner === nobody)
    return `statusline: ${file} has no status line any more; \`statusline setup\` puts it back.`;
  const other = harmless(owner.slice('command '.length), 60);
  return `statusline: ${file} has another status line now (${other}); \`statusline setup\` brings ours back.`;
}
