import type { Standing } from '../../insurance/insurance.ts';
import { shellWord } from '../../text/shell-word.ts';
import { type Check, counted, fine, note, repair, some, warning } from './check.ts';

/** A conversation and what is kept of it. */
export interface Conversation {
  /** `Archaeologist (C7)`, harmless. */
  readonly words: string;
  readonly projectDir: string | null;
  /** Where it is kept. */
  readonly path: string;
  /** The client's own file. */
  readonly transcriptPath: string;
  readonly id: string;
  readonly isPresent: boolean;
  readonly standing: Standing;
}

/** What is kept of the conversations of live and lost sessions. */
export interface TranscriptFacts {
  readonly conversations: readonly Conversation[];
  /** After so many days the client removes conversations; null when the settings do not say. */
  readonly cleanupPeriodDays: number | null;
}

/** The client's own default. */
const usualCleanupDays = 30;

/** Judges whether conversations outlive the client's sweep. Pure. */
export function judgeTranscripts(facts: TranscriptFacts): readonly Check[] {
  return [...insured(facts), ...behind(facts), ...swept(facts), ...cut(facts), ...cleanup(facts)];
}

/** Those that could be insured now. Pure. */
export function uninsured({ conversations }: TranscriptFacts): readonly Conversation[] {
  return conversations.filter(
    ({ isPresent, standing }) => isPresent && (isMissing(standing) || isBehind(standing)),
  );
}

function isMissing({ kind }: Standing): boolean {
  return kind === 'none' || kind === 'outdated';
}

function isBehind(standing: Standing): boolean {
  return standing.kind === 'copy' && standing.missingBytes > 0;
}

function insured(facts: TranscriptFacts): readonly Check[] {
  const { conversations } = facts;
  const missing = conversations.filter(({ isPresent, standing }) => isPresent && isMissing(standing));
  if (missing.length > 0) {
    const words = `${counted(missing.length, 'conversation')} of ${conversations.length} not insured: ${some(missing.map((each) => each.words))}`;
    return [warning('transcripts', words, repair)];
  }
  if (conversations.length === 0) return [];
  const days = facts.cleanupPeriodDays ?? usualCleanupDays;
  const words = `${counted(conversations.length, 'conversation is', 'conversations are')} insured against the client's sweep after ${days} days`;
  return [fine('transcripts', words)];
}

/** Across file systems a copy follows event by event. */
function behind({ conversations }: TranscriptFacts): readonly Check[] {
  const late = conversations.filter(({ standing }) => isBehind(standing));
  if (late.length === 0) return [];
  const words = `the copies of ${some(late.map((each) => each.words))} lack what was said last (they lie on another file system than the client's files)`;
  return [note('transcripts-behind', words, repair)];
}

function swept({ conversations }: TranscriptFacts): readonly Check[] {
  const saved = conversations.filter(({ standing }) => standing.kind === 'only-copy');
  if (saved.length === 0) return [];
  const words = `the client has no file any more of ${some(saved.map((each) => each.words))}: ours is used`;
  return [note('transcripts-swept', words)];
}

function cut({ conversations }: TranscriptFacts): readonly Check[] {
  return conversations.flatMap(({ words, standing, projectDir, path }) => {
    if (standing.kind !== 'larger') return [];
    const { keptBytes, presentBytes } = standing;
    const says = `${words}: the client's file has ${presentBytes} bytes, what was kept of it before has ${keptBytes}`;
    const where = projectDir === null ? '' : `cd ${shellWord(projectDir)} && `;
    return [warning('transcripts-cut', says, `${where}claude --resume ${shellWord(path)}`)];
  });
}

function cleanup({ cleanupPeriodDays }: TranscriptFacts): readonly Check[] {
  if (cleanupPeriodDays === null || cleanupPeriodDays >= 1) return [];
  const words = `"cleanupPeriodDays" is ${cleanupPeriodDays}: the client keeps no conversations to come back to`;
  return [warning('cleanup-period', words, null)];
}
