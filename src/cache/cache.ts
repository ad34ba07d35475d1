/** A text as it was kept last. */
export interface CachedText {
  readonly text: string;
  readonly atMs: number;
}

/**
 * Small texts that can be had again at any moment: kept for the next run, and lost without harm. Nothing here
 * throws, and nothing waits for the disk: a power loss may take what was kept.
 */
export interface Cache {
  /** Null when nothing is kept under this name. */
  read(name: string): CachedText | null;
  /** Keeps it, at once and whole, in the place of what was there. What cannot be kept is not. */
  write(name: string, text: string): void;
  /** Every name that begins so. */
  names(prefix: string): readonly string[];
}
