import { isMasked } from '../text/secret-mask.ts';
import { type Piece, readCommandLine } from './command-line.ts';
import { isOtherModel } from './model-flag.ts';
import { readProgram } from './program.ts';
import type { SessionId } from './session-id.ts';

/** What there is to resume from. A file without a conversation in it is neither: no flag brings it back. */
export type ResumeSource =
  | { readonly kind: 'present' }
  /** Only a copy outside the client's own folders is left. */
  | { readonly kind: 'insured'; readonly path: string }
  /** No transcript at all: the session never had a prompt. */
  | { readonly kind: 'none' };

/** Everything that decides how a session is brought back. */
export interface ResumeFacts {
  readonly session: SessionId;
  /** The argument vector of the process that ran it, its program first; null when it was never read. */
  readonly recorded: readonly string[] | null;
  /** As last reported by a hook. */
  readonly permissionMode: string | null;
  /** As last reported by a render. */
  readonly modelId: string | null;
  readonly source: ResumeSource;
  /** Which of `programPaths` are gone. */
  readonly missing: ReadonlySet<string>;
}

/** How a session is brought back. */
export interface ResumeCommand {
  readonly argv: readonly string[];
  /**
   * Flags to be told of, because they are not passed on: unknown ones that may have had a prompt after them, and
   * those whose value held a key, which is never kept.
   */
  readonly leftOut: readonly string[];
}

/**
 * The argument vector that brings a session back: its own program and flags, the permission mode and
 * the model as last reported, and never a prompt. Applied to its own result it changes nothing.
 */
export function resumeCommand(facts: ResumeFacts): ResumeCommand {
  const { program, args } = readProgram(facts.recorded ?? [], facts.missing);
  const pieces = readCommandLine(args);
  const permission = permissionFlags(pieces, facts.permissionMode);
  const model = modelWords(pieces, facts.modelId);
  const kept = pieces.flatMap((piece, at) =>
    keptWords(piece, { facts, permission, model, next: pieces[at + 1] }),
  );
  return {
    argv: [...program, ...kept, ...model, ...permission.words, ...conversationWords(facts)],
    leftOut: pieces.flatMap((piece, at) => leftOutWords(piece, pieces[at + 1])),
  };
}

function leftOutWords(piece: Piece, next: Piece | undefined): readonly string[] {
  switch (piece.kind) {
    case 'operand':
      return [];
    case 'unknown':
      return isAmbiguous(piece, next) || isMasked(piece.word) ? [piece.word] : [];
    case 'flag':
      return piece.words.some(isMasked) ? [piece.flag] : [];
    default:
      return piece satisfies never;
  }
}

interface Surroundings {
  readonly facts: ResumeFacts;
  readonly permission: Permission;
  /** What takes the place of the recorded model; empty for nothing. */
  readonly model: readonly string[];
  readonly next: Piece | undefined;
}

function keptWords(piece: Piece, around: Surroundings): readonly string[] {
  switch (piece.kind) {
    case 'operand':
      return [];
    case 'unknown':
      return isAmbiguous(piece, around.next) || isMasked(piece.word) ? [] : [piece.word];
    case 'flag':
      // The client must not take the mask for the value.
      if (piece.words.some(isMasked)) return [];
      // A flag whose value is missing would take our own flags for it.
      if (piece.values.length === 0 && (piece.rule.arity === 'one' || piece.rule.arity === 'many')) return [];
      return isKept(piece, around) ? piece.words : [];
    default:
      return piece satisfies never;
  }
}

function isKept(
  { rule }: Extract<Piece, { readonly kind: 'flag' }>,
  { facts: { source }, permission, model }: Surroundings,
): boolean {
  switch (rule.fate) {
    case 'kept':
      return true;
    case 'left':
      return false;
    case 'titled':
      // The transcript has the title, and the newer one where it was changed.
      return source.kind === 'none';
    case 'permission':
      return permission.keepsRecorded;
    case 'model':
      return model.length === 0;
    default:
      return rule.fate satisfies never;
  }
}

/**
 * An unknown flag before a plain word: the word is its value, or the prompt. A lost flag is told and can be set
 * again; a prompt that is sent a second time does its work a second time.
 */
function isAmbiguous({ word }: { readonly word: string }, next: Piece | undefined): boolean {
  return !word.includes('=') && next?.kind === 'operand';
}

/** The modes that a client can be started in. */
const startModes: ReadonlySet<string> = new Set(['acceptEdits', 'auto', 'default', 'dontAsk', 'plan']);

interface Permission {
  /** Whether the recorded flags say it already. */
  readonly keepsRecorded: boolean;
  readonly words: readonly string[];
}

/**
 * The mode as last reported takes the place of the recorded flags, with one exception: nobody is let round the
 * permissions who was not on the command line. There the mode goes on being one keystroke away, as it was.
 */
function permissionFlags(pieces: readonly Piece[], reported: string | null): Permission {
  if (reported === null || !startModes.has(reported)) return { keepsRecorded: true, words: [] };
  const allows = pieces.some(
    (piece) =>
      piece.kind === 'flag' &&
      (piece.flag.endsWith('dangerously-skip-permissions') || piece.values.includes('bypassPermissions')),
  );
  // With `--dangerously-skip-permissions` itself the client ignores `--permission-mode`.
  const allowance = allows ? ['--allow-dangerously-skip-permissions'] : [];
  return { keepsRecorded: false, words: [...allowance, '--permission-mode', reported] };
}

/**
 * The client remembers the model of a conversation, but goes by its command line where that names one: the model that
 * the session was started with, not the one that it was switched to. Where another may stand in for it nobody knows
 * which of the two was meant.
 */
function modelWords(pieces: readonly Piece[], reportedId: string | null): readonly string[] {
  const flags = pieces.flatMap((piece) => (piece.kind === 'flag' ? [piece] : []));
  const named = flags.findLast(({ flag }) => flag === '--model')?.values[0];
  if (named === undefined || reportedId === null || flags.some(({ flag }) => flag === '--fallback-model'))
    return [];
  return isOtherModel(named, reportedId) ? ['--model', reportedId] : [];
}

function conversationWords({ session, source }: ResumeFacts): readonly string[] {
  switch (source.kind) {
    case 'present':
      return ['--resume', session];
    case 'insured':
      return ['--resume', source.path];
    case 'none':
      return ['--session-id', session];
    default:
      return source satisfies never;
  }
}
