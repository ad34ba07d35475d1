import type { Result } from '../text/result.ts';

/** What became of a transcript that was to be insured. */
export type Insured =
  /** Ours is the very file, or all of it. */
  | { readonly kind: 'kept' }
  /** A copy that lacks so much of the file's end: the next events bring it up. */
  | { readonly kind: 'behind'; readonly missingBytes: number }
  /** The client has a smaller file than ours: ours stays, and the client's is kept beside it. */
  | { readonly kind: 'set-aside' }
  /** There is no transcript, or nothing in it. */
  | { readonly kind: 'nothing' };

/** Why a transcript could not be insured. */
interface InsuranceFailure {
  readonly kind: 'not-insured';
  /** The system's word: ENOSPC, EACCES, … */
  readonly code: string;
}

/** How our copy stands to the client's file. */
export type Standing =
  /** One file by two names: what the client adds to it, ours has. */
  | { readonly kind: 'same-file' }
  /** Ours holds the first so many bytes of the client's file, which is all of it when none are missing. */
  | { readonly kind: 'copy'; readonly missingBytes: number }
  /** Ours is another and larger file: the client's was cut or begun anew. */
  | { readonly kind: 'larger'; readonly keptBytes: number; readonly presentBytes: number }
  /** Ours is another file, of an earlier state. */
  | { readonly kind: 'outdated' }
  /** The client's file is gone. */
  | { readonly kind: 'only-copy'; readonly keptBytes: number }
  | { readonly kind: 'none' };

/**
 * Conversations kept where the client does not sweep: `transcripts/ID.jsonl`, a second name for the client's
 * own file, or a copy where file systems differ. Two files a session at most: the larger, and beside it
 * (`ID.aside.jsonl`) the one that it replaced or that is to replace it. Nothing here throws.
 */
export interface Insurance {
  /** Where a session's conversation is kept, whether or not there is one. */
  path(session: string): string;
  /**
   * Keeps a transcript: one link call, or a copy of what is new, some mebibytes at most. What is kept is never
   * replaced by something smaller.
   */
  insure(session: string, transcriptPath: string): Result<Insured, InsuranceFailure>;
  /** How what is kept stands to the client's file. */
  standing(session: string, transcriptPath: string): Standing;
  /** Gives the client its file back under this name, where it has none; false when that could not be done. */
  giveBack(session: string, transcriptPath: string): boolean;
  /** The sessions that something is kept of. */
  sessions(): readonly string[];
  /** Lets go of all that is kept of a session. */
  drop(session: string): void;
}
