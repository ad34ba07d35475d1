/** Why a session would not come back if everything died now. */
export type ShieldGap =
  /** No hook of this session has ever reported: only renders keep it known. */
  | 'hook-missing'
  | 'journal-unwritable'
  | 'transcript-missing'
  | 'not-registered'
  /** It sits in no tmux pane that could be rebuilt. */
  | 'no-pane'
  /** Its directory is gone, and resuming works only from there. */
  | 'directory-gone';

/** Whether this session would come back right now, and why not when it would not. */
export type Shield =
  | { readonly kind: 'protected' }
  | { readonly kind: 'unprotected'; readonly gap: ShieldGap }
  /** Nobody looked. Nothing is claimed either way. */
  | { readonly kind: 'unknown' };

/** What has to be known to tell whether a session would come back. Null is not known. */
export interface ShieldFacts {
  readonly isRegistered: boolean;
  readonly isJournalWritable: boolean;
  readonly hasHookReported: boolean | null;
  readonly hasPane: boolean;
  readonly prompts: number;
  /** Whether a transcript that can be resumed was found. A session without a prompt needs none. */
  readonly hasTranscript: boolean | null;
  readonly hasProjectDirectory: boolean | null;
}

/** The first gap in what keeps a session safe, the gravest first; protected when there is none. */
export function shieldOf(facts: ShieldFacts): Shield {
  const gaps: readonly (readonly [boolean, ShieldGap])[] = [
    [!facts.isJournalWritable, 'journal-unwritable'],
    [!facts.isRegistered, 'not-registered'],
    [facts.hasProjectDirectory === false, 'directory-gone'],
    [facts.hasTranscript === false && facts.prompts > 0, 'transcript-missing'],
    [facts.hasHookReported === false, 'hook-missing'],
    [!facts.hasPane, 'no-pane'],
  ];
  const gap = gaps.find(([isOpen]) => isOpen)?.[1];
  return gap === undefined ? { kind: 'protected' } : { kind: 'unprotected', gap };
}
