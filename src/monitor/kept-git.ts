import type { Git, GitDirt, GitHead } from '../git/git.ts';
import type { World } from '../world.ts';

/**
 * How old a repository's dirt may get before it is asked for again: twice as old each time that nothing had
 * changed, since the question costs more than a dozen renders. Whatever stirs brings back the least.
 */
const freshMs = { least: 2000, most: 64_000 } as const;
/** A repository's head is read from its files: worth keeping for as long as a burst of renders takes. */
const headMs = 500;
/** Nobody waits for git here, so it may take longer than a caller would wait. */
const patienceMs = 5000;
/** Repositories that nobody asked about for so long are forgotten. */
const forgetMs = 30 * 60_000;

interface KnownDirt {
  readonly dirt: GitDirt | null;
  readonly atMs: number;
  readonly freshMs: number;
  readonly isBeingAsked: boolean;
}

const unknown: KnownDirt = { dirt: null, atMs: 0, freshMs: 0, isBeingAsked: false };

/**
 * Git for all sessions at once: one question per repository, however many sessions sit in it, and never a
 * wait. What is given is what was last known; the first to ask gets null, and starts the question.
 */
export class KeptGit implements Git {
  readonly #git: Git;
  readonly #clock: Pick<World['clock'], 'nowMs'>;
  readonly #known = new Map<string, KnownDirt>();
  readonly #heads = new Map<string, { readonly head: GitHead | null; readonly atMs: number }>();

  constructor(git: Git, clock: Pick<World['clock'], 'nowMs'>) {
    this.#git = git;
    this.#clock = clock;
  }

  head(directory: string): GitHead | null {
    const nowMs = this.#clock.nowMs();
    const known = this.#heads.get(directory);
    if (known !== undefined && Math.abs(nowMs - known.atMs) < headMs) return known.head;
    const head = this.#git.head(directory);
    this.#heads.set(directory, { head, atMs: nowMs });
    for (const [each, { atMs }] of this.#heads) if (nowMs - atMs > forgetMs) this.#heads.delete(each);
    return head;
  }

  dirt(root: string, timeoutMs: number): Promise<GitDirt | null> {
    const entry = this.#known.get(root) ?? unknown;
    const ageMs = Math.abs(this.#clock.nowMs() - entry.atMs);
    if (ageMs >= entry.freshMs && !entry.isBeingAsked) void this.#ask(root, entry, timeoutMs);
    return Promise.resolve(entry.dirt);
  }

  /** A session did something: no repository may be as it was. */
  stirred(): void {
    for (const [root, entry] of this.#known) this.#known.set(root, { ...entry, freshMs: freshMs.least });
  }

  async #ask(root: string, before: KnownDirt, timeoutMs: number): Promise<void> {
    this.#known.set(root, { ...before, isBeingAsked: true });
    const dirt = await this.#git.dirt(root, Math.max(timeoutMs, patienceMs));
    const nowMs = this.#clock.nowMs();
    const isSame = dirt === null || JSON.stringify(dirt) === JSON.stringify(before.dirt);
    const relaxedMs = Math.min(Math.max(2 * before.freshMs, freshMs.least), freshMs.most);
    this.#known.set(root, {
      // What git could not tell this time is as it was.
      dirt: dirt ?? before.dirt,
      atMs: nowMs,
      freshMs: isSame ? relaxedMs : freshMs.least,
      isBeingAsked: false,
    });
    for (const [each, { atMs }] of this.#known) if (nowMs - atMs > forgetMs) this.#known.delete(each);
  }
}
