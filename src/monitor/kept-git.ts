import type { Git, GitDirt } from '../git/git.ts';
import type { World } from '../world.ts';

/** A repository's dirt is asked for again when it is older than this. */
const freshMs = 2000;
/** Nobody waits for git here, so it may take longer than a caller would wait. */
const patienceMs = 5000;
/** Repositories that nobody asked about for so long are forgotten. */
const forgetMs = 30 * 60_000;

interface KnownDirt {
  readonly dirt: GitDirt | null;
  readonly atMs: number;
  readonly askedAtMs: number;
  readonly isBeingAsked: boolean;
}

/**
 * Git for all sessions at once: one question per repository, however many sessions sit in it, and never a
 * wait. What is given is what was last known; the first to ask gets null, and starts the question.
 */
export function keepGit(git: Git, clock: Pick<World['clock'], 'nowMs'>): Git {
  const known = new Map<string, KnownDirt>();
  const ask = async (root: string, timeoutMs: number): Promise<void> => {
    const before = known.get(root);
    known.set(root, {
      dirt: before?.dirt ?? null,
      atMs: before?.atMs ?? 0,
      askedAtMs: clock.nowMs(),
      isBeingAsked: true,
    });
    const dirt = await git.dirt(root, timeoutMs);
    const nowMs = clock.nowMs();
    known.set(root, {
      dirt: dirt ?? before?.dirt ?? null,
      atMs: nowMs,
      askedAtMs: nowMs,
      isBeingAsked: false,
    });
  };
  return {
    head: (directory) => git.head(directory),
    dirt: (root, timeoutMs) => {
      const nowMs = clock.nowMs();
      const entry = known.get(root);
      for (const [each, { askedAtMs }] of known) if (nowMs - askedAtMs > forgetMs) known.delete(each);
      const isStale = entry === undefined || Math.abs(nowMs - entry.atMs) >= freshMs;
      if (isStale && entry?.isBeingAsked !== true) void ask(root, Math.max(timeoutMs, patienceMs));
      return Promise.resolve(entry?.dirt ?? null);
    },
  };
}
