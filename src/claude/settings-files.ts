import type { Result } from '../text/result.ts';

/** What can be expected to go wrong with a file of the user's or of ours. */
export interface FileFailure {
  readonly kind:
    | 'unreadable'
    | 'unwritable'
    /** It is not UTF-8: rewriting it would damage it. */
    | 'not-text'
    /** Somebody wrote to it since it was read. */
    | 'changed';
  readonly path: string;
  /** The system's word: EACCES, EROFS, ENOSPC, …; empty where there is none. */
  readonly code: string;
}

/** The few files that setup and uninstall write. Nothing here throws. */
export interface SettingsFiles {
  /** A file's text; null when there is no file. */
  read(path: string): Result<string | null, FileFailure>;
  /**
   * Replaces a file of the user's that still holds `from`, at once and whole: symbolic links to it and its mode
   * stay as they are. A new one gets 0600.
   */
  replace(
    path: string,
    change: { readonly from: string | null; readonly to: string },
  ): Result<void, FileFailure>;
  /** Writes a file of ours, at once and whole, with this mode; its directories are made, 0700. */
  put(path: string, text: string, mode: number): Result<void, FileFailure>;
  /** Removes a file; one that is not there is removed already. Of a symbolic link, what it leads to. */
  remove(path: string): Result<void, FileFailure>;
}
