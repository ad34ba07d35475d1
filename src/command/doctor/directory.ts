import type { FileLook, FileSystem, Refusal } from '../../files/files.ts';
import type { Result } from '../../text/result.ts';
import { type Check, counted, fine, note, problem, repair, some, warning } from './check.ts';

/** A file of ours that others than its owner may open. */
export interface OpenToOthers {
  /** Below the instances directory; empty for that itself. */
  readonly name: string;
  readonly path: string;
  /** The mode that it should have. */
  readonly mode: number;
}

/** What there is of the instances directory. */
export interface DirectoryFacts {
  /** As a person reads it. */
  readonly shown: string;
  /** The same for a shell. */
  readonly word: string;
  readonly look: Result<FileLook | null, Refusal>;
  readonly writing: Result<void, Refusal>;
  readonly fileSystem: FileSystem | null;
  readonly openToOthers: readonly OpenToOthers[];
  /** Names of files in it that belong to somebody else. */
  readonly foreign: readonly string[];
  /** Paths of files that a killed process has left half-made. */
  readonly leftovers: readonly string[];
}

/** Less than this is soon full. */
const scarceBytes = 64 * 1024 * 1024;

/** Judges where the registry lies. Pure. */
export function judgeDirectory(facts: DirectoryFacts): readonly Check[] {
  const { shown, look } = facts;
  if (!look.ok) {
    return [
      problem(
        'registry-directory',
        `${shown} cannot be looked at (${look.failure.code})`,
        `ls -ld ${facts.word}`,
      ),
    ];
  }
  if (look.value === null) {
    return [
      note('registry-directory', `${shown} is not there yet: the first session makes it`),
      ...keeping(facts),
    ];
  }
  if (look.value.kind === 'file' || look.value.kind === 'other') {
    const words = `${shown} is no directory, so nothing can be recorded`;
    return [problem('registry-directory', words, `mv ${facts.word} ${facts.word}.away`)];
  }
  return [...owner(facts), ...writing(facts), ...keeping(facts), ...modes(facts), ...leftovers(facts)];
}

function owner({ shown, word, look, foreign }: DirectoryFacts): readonly Check[] {
  const isOurs = look.ok && look.value?.isOurs === true;
  const cure = `sudo chown -R "$(id -u)" ${word}`;
  if (!isOurs) return [problem('registry-directory', `${shown} belongs to another user`, cure)];
  if (foreign.length === 0) return [fine('registry-directory', `${shown} is there and yours`)];
  const words = `${counted(foreign.length, 'file')} in ${shown} belong to another user: ${some(foreign)}`;
  return [problem('registry-directory', words, cure)];
}

function writing({ shown, word, writing: tried }: DirectoryFacts): readonly Check[] {
  if (tried.ok) return [fine('registry-writable', `${shown} can be written to`)];
  const { code } = tried.failure;
  const cures: Readonly<Record<string, string>> = {
    ENOSPC: `df -h ${word}`,
    EDQUOT: 'quota -s',
    EROFS: `findmnt -T ${word}`,
    EACCES: `chmod u+rwx ${word}`,
  };
  const words = `nothing can be written to ${shown} (${code}): what happens to your sessions is not recorded`;
  return [problem('registry-writable', words, cures[code] ?? `ls -ld ${word}`)];
}

function keeping({ shown, word, fileSystem }: DirectoryFacts): readonly Check[] {
  if (fileSystem === null) return [];
  const { kind, name, freeBytes } = fileSystem;
  const elsewhere = 'export STATUSLINE_INSTANCES_DIR="$HOME/.local/state/statusline"';
  if (kind === 'memory') {
    return [problem('registry-disk', `${shown} lies on ${name}: a reboot takes all of it`, elsewhere)];
  }
  if (freeBytes !== null && freeBytes < scarceBytes) {
    const left = `${Math.floor(freeBytes / 1024 / 1024)} MB`;
    return [warning('registry-disk', `only ${left} are free where ${shown} lies`, `df -h ${word}`)];
  }
  if (kind === 'network') {
    const words = `${shown} lies on ${name}: two machines that write to it at once can lose records`;
    return [warning('registry-disk', words, elsewhere)];
  }
  return [fine('registry-disk', `${shown} lies on ${name}`)];
}

function modes({ shown, openToOthers }: DirectoryFacts): readonly Check[] {
  if (openToOthers.length === 0) return [fine('registry-modes', `nobody else can read ${shown}`)];
  const isRoot = openToOthers.some(({ name }) => name === '');
  const names = openToOthers.map(({ name }) => (name === '' ? 'the directory itself' : name));
  const words = `other users' way is not barred: ${counted(names.length, 'mode')} in ${shown} (${some(names)})`;
  // Behind a closed door the modes of the rest are only untidy.
  return [isRoot ? warning('registry-modes', words, repair) : note('registry-modes', words, repair)];
}

function leftovers({ leftovers: paths }: DirectoryFacts): readonly Check[] {
  if (paths.length === 0) return [];
  const words = `${counted(paths.length, 'half-made file')} of processes that were killed`;
  return [note('leftovers', words, repair)];
}
