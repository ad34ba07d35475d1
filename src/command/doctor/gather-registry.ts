import { join } from 'node:path';
import { type Registry, emptyRegistry } from '../../session/registry.ts';
import { views } from '../../session/views.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { World } from '../../world.ts';
import { shownPath } from '../speech.ts';
import type { DirectoryFacts, OpenToOthers } from './directory.ts';
import type { JournalFacts } from './journal.ts';

/** Whatever a process is about to finish is younger than this. */
const leftoverAgeMs = 3_600_000;

/** Drafts: of files replaced whole, of the resident's address, of a try, of a transcript on its way. */
const drafts = [
  /^\.[^/]+\.[0-9a-f]{12}$/,
  /^monitor\.address\.[a-z0-9-]+$/,
  /^\.try\.\d+$/,
  /^\.[0-9a-f-]{36}\.[a-z0-9-]+$/i,
] as const;

/** Folders whose content is the client's own file by another name, or kept by rules of its own. */
const unopened: ReadonlySet<string> = new Set(['transcripts', 'archive']);

/** The user writes it, so its mode is theirs to choose. */
const usersFile = 'config.json';

interface Entry {
  /** Below the instances directory. */
  readonly name: string;
  readonly path: string;
  readonly isOurs: boolean;
  readonly mode: number;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly changedAtMs: number;
}

/** Looks at the instances directory and what is in it. */
export function gatherDirectory(world: World): DirectoryFacts {
  const { files, paths } = world;
  const { instances } = paths;
  const entries = entriesIn(world, instances, '').flatMap((entry) =>
    entry.kind === 'directory' ? [entry, ...entriesIn(world, entry.path, `${entry.name}/`)] : [entry],
  );
  const root = rootEntry(world);
  const nowMs = world.clock.nowMs();
  return {
    shown: shownPath(world, instances),
    word: shellWord(instances),
    look: files.look(instances),
    writing: files.tryWriting(instances),
    fileSystem: files.fileSystem(instances),
    openToOthers: [...root, ...entries.filter(({ name }) => !isKeptByOthers(name))].flatMap(openToOthers),
    foreign: entries.filter(({ isOurs }) => !isOurs).map(({ name }) => name),
    leftovers: entries.filter((entry) => isLeftover(entry, nowMs)).map(({ path }) => path),
  };
}

function rootEntry({ files, paths }: World): readonly Entry[] {
  const look = files.look(paths.instances);
  return look.ok && look.value !== null ? [{ ...look.value, name: '', path: paths.instances }] : [];
}

function entriesIn({ files }: World, directory: string, prefix: string): readonly Entry[] {
  const names = files.list(directory);
  if (!names.ok) return [];
  return names.value.flatMap((name) => {
    const path = join(directory, name);
    const look = files.look(path);
    return look.ok && look.value !== null ? [{ ...look.value, name: `${prefix}${name}`, path }] : [];
  });
}

function isKeptByOthers(name: string): boolean {
  return name === usersFile || (name.includes('/') && unopened.has(name.slice(0, name.indexOf('/'))));
}

function openToOthers({ name, path, mode, kind, isOurs }: Entry): readonly OpenToOthers[] {
  const isCheckable = kind === 'file' || kind === 'directory';
  return isCheckable && isOurs && (mode & 0o077) !== 0 ? [{ name, path, mode: mode & 0o700 }] : [];
}

function isLeftover({ name, kind, changedAtMs }: Entry, nowMs: number): boolean {
  const [last = ''] = name.split('/').reverse();
  if (kind !== 'file' || nowMs - changedAtMs < leftoverAgeMs) return false;
  return drafts.some((draft) => draft.test(last));
}

/** Reads the journal, brings the views up to it and compares them. */
export function gatherJournal(world: World): JournalFacts {
  const { ledger, paths } = world;
  const path = join(paths.instances, 'statusline.jsonl');
  const isThere = world.files.look(paths.instances);
  // Settling makes its folders; where nothing is, nothing is to be made by looking.
  const settled =
    isThere.ok && isThere.value !== null ? ledger.settle() : ({ ok: true, value: 'settled' } as const);
  const { skipped, unreadable } = ledger.read();
  return {
    shown: shownPath(world, path),
    word: shellWord(path),
    unreadable: unreadable ?? null,
    skipped,
    settled,
    staleViews: settled.ok ? staleViews(world) : null,
    sessions: ledger.read().state.sessions.size,
  };
}

/** Compared twice: what somebody records meanwhile is no difference. */
function staleViews(world: World): readonly string[] {
  const first = differing(world);
  if (first.length === 0) return first;
  world.ledger.settle();
  const second = new Set(differing(world));
  return first.filter((name) => second.has(name));
}

function differing({ ledger, files, paths }: World): readonly string[] {
  const state: Registry = ledger.read().state;
  // Before the first record there is nothing to be seen.
  if (state.nextNumber === emptyRegistry.nextNumber && state.sessions.size === 0) return [];
  return [...views(state)].flatMap(([name, wanted]) => {
    const read = files.read(join(paths.instances, name));
    return read.ok && read.value === wanted ? [] : [name];
  });
}
