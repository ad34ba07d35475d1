import type { Skipped, ViewsFailure } from '../../journal/ledger.ts';
import type { Result } from '../../text/result.ts';
import { type Check, counted, fine, note, problem, repair, some, warning } from './check.ts';

/** What there is of the journal and its views. */
export interface JournalFacts {
  /** As a person reads it. */
  readonly shown: string;
  /** The same for a shell. */
  readonly word: string;
  /** The system's word, when it could not be read to its end. */
  readonly unreadable: string | null;
  readonly skipped: Skipped;
  /** How bringing the views up to it went, just now. */
  readonly settled: Result<'settled' | 'left-to-another', ViewsFailure>;
  /** Views that do not say what the journal says, by name; null when that could not be told. */
  readonly staleViews: readonly string[] | null;
  readonly sessions: number;
}

/** Judges the journal. Pure. */
export function judgeJournal(facts: JournalFacts): readonly Check[] {
  return [...reading(facts), ...skipping(facts), ...settling(facts), ...views(facts)];
}

function reading({ shown, word, unreadable, sessions }: JournalFacts): readonly Check[] {
  if (unreadable === null) {
    return [fine('journal', `the journal is readable and tells of ${counted(sessions, 'session')}`)];
  }
  const words = `the journal ${shown} cannot be read to its end (${unreadable}): what is known is out of date`;
  return [problem('journal', words, `ls -l ${word}`)];
}

function skipping({ skipped, shown }: JournalFacts): readonly Check[] {
  const { damaged, newer } = skipped;
  const checks: Check[] = [];
  if (damaged > 0) {
    // Each one cost no more than itself, and there is nothing to get it back from.
    const words = `${counted(damaged, 'damaged record')} in ${shown} passed over; every other one counts`;
    checks.push(note('journal-damage', words));
  }
  if (newer > 0) {
    const words = `${counted(newer, 'record')} of a newer version passed over: this one is older than what wrote them`;
    checks.push(warning('journal-newer', words, 'claude plugin update statusline@statusline'));
  }
  return checks;
}

function settling({ settled, word }: JournalFacts): readonly Check[] {
  if (settled.ok) return [];
  const { code } = settled.failure;
  if (code === 'HOLDER_UNKNOWN') {
    const words = 'a process that cannot be seen from here (another container?) holds the lock of the views';
    return [warning('views-lock', words, `cat "$(dirname ${word})"/locks/views.*`)];
  }
  return [problem('views-lock', `the views cannot be brought up to the journal (${code})`, repair)];
}

function views({ staleViews, settled }: JournalFacts): readonly Check[] {
  if (staleViews === null || !settled.ok) return [];
  if (staleViews.length === 0)
    return [fine('views', 'registry.json and the other views say what the journal says')];
  // Whoever brings them up at this moment is not done yet.
  if (settled.value === 'left-to-another')
    return [note('views', 'another process is bringing the views up to the journal')];
  const words = `${counted(staleViews.length, 'view')} not as the journal has it: ${some(staleViews)}`;
  return [warning('views', words, repair)];
}
