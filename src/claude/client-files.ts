import type { Conversation } from './conversation.ts';
import type { SessionId } from './session-id.ts';

/** One entry of the client's own registry, `~/.claude/sessions/PID.json`. Evidence, never the truth. */
export interface ClientSession {
  readonly pid: number;
  readonly sessionId: SessionId;
  readonly cwd: string | null;
  /** The same text as `ProcessIdentity.started` on Linux. */
  readonly procStart: string | null;
  readonly kind: string | null;
  readonly entrypoint: string | null;
  readonly name: string | null;
  /** `derived` while the name is made of the directory's; absent once it is a given one, or a plan's. */
  readonly nameSource?: string;
  readonly status: string | null;
  readonly waitingFor: string | null;
  readonly startedAtMs: number | null;
  readonly updatedAtMs: number | null;
}

/** What stands at a path. `unreadable` is not `absent`. */
export type PathKind = 'file' | 'directory' | 'other' | 'absent' | 'unreadable';

/** The client's files, read. Nothing here throws, and nothing here reads a whole transcript. */
export interface ClientFiles {
  /** All sound entries of the client's registry under a config directory. */
  sessions(configDir: string): readonly ClientSession[];
  /** The one of this process, or null without a sound one. */
  session(configDir: string, pid: number): ClientSession | null;
  /** Where a conversation's transcript lies under a config directory, looking in every project; null when nowhere. */
  findTranscript(configDir: string, session: SessionId): string | null;
  /** Whether a transcript holds a conversation that can be resumed (a file may hold only metadata). */
  hasConversation(transcriptPath: string): boolean;
  /** The beginning and the last exchange of a conversation, from the ends of its transcript; nothing where it cannot be read. */
  conversation(transcriptPath: string): Conversation;
  pathKind(path: string): PathKind;
  /** Appends exports to the client's CLAUDE_ENV_FILE; false when it could not be written. */
  appendEnvironment(path: string, variables: Readonly<Record<string, string>>): boolean;
}
