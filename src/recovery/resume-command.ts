import { resumeCommand, type ResumeCommand, type ResumeSource } from '../claude/resume.ts';
import { isInFolderOf } from '../claude/project-folder.ts';
import type { Session } from '../session/session.ts';
import { ago } from '../text/quantities.ts';
import { aboutWords } from './about-words.ts';
import { directoryOf } from './directory.ts';
import type { RecoveryFacts } from './facts.ts';
import type { Launch } from './launch.ts';

/** What a pane needs to run this session again, or null when it is not known where. */
export function launchOf(
  facts: RecoveryFacts,
  session: Session,
  { argv }: ResumeCommand = commandOf(facts, session),
): Launch | null {
  const directory = directoryOf(facts, session);
  if (directory === null) return null;
  const environment = session.configDir === null ? {} : { CLAUDE_CONFIG_DIR: session.configDir };
  return { session: session.id, directory, argv, environment, line: waitingLine(facts, session) };
}

/** The command that brings this session back, and what it leaves out. */
export function commandOf(facts: RecoveryFacts, session: Session): ResumeCommand {
  return resumeCommand({
    session: session.id,
    recorded: session.process?.argv ?? null,
    permissionMode: session.permissionMode,
    modelId: session.modelId,
    source: sourceOf(facts, session),
    missing: facts.missingPrograms,
  });
}

/**
 * The client finds a conversation by its id only in the folder of the directory that it is started in, and by
 * its file anywhere. One that was moved once may go on in a folder that is not its directory's.
 */
function sourceOf(facts: RecoveryFacts, session: Session): ResumeSource {
  const { conversations } = facts;
  const conversation = conversations.get(session.id) ?? { kind: 'none' };
  if (conversation.kind === 'insured') return { kind: 'insured', path: conversation.path };
  if (conversation.kind !== 'present') return { kind: 'none' };
  const directory = directoryOf(facts, session);
  const isElsewhere = directory !== null && !isInFolderOf(directory, conversation.path);
  return isElsewhere ? { kind: 'insured', path: conversation.path } : { kind: 'present' };
}

/** `C7 Archaeologist · fix the parser · 2h ago · Enter resumes, s for a shell` */
function waitingLine({ nowMs }: RecoveryFacts, session: Session): string {
  return [...aboutWords(session), ago(session.lastSeenAtMs, nowMs), 'Enter resumes, s for a shell'].join(
    ' · ',
  );
}
