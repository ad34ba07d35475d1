import type { Registry } from '../../session/registry.ts';
import type { World } from '../../world.ts';
import type { AutoRecover } from '../../status/recovery-settings.ts';
import { autoRecoverNow } from '../config/recovery.ts';
import { judgeAutoRecover } from './auto-recover.ts';
import type { Check } from './check.ts';
import { type ConfigurationFacts, judgeConfiguration } from './configuration.ts';
import { type DirectoryFacts, judgeDirectory } from './directory.ts';
import { gatherConfiguration, gatherInstall } from './gather-install.ts';
import { gatherDirectory, gatherJournal } from './gather-registry.ts';
import { gatherConversations, gatherSessions } from './gather-sessions.ts';
import { gatherTmux } from './gather-tmux.ts';
import { type InstallFacts, judgeInstall } from './install.ts';
import { judgeJournal, type JournalFacts } from './journal.ts';
import { judgeProgram, type ProgramFacts } from './program.ts';
import { judgeSessions, type SessionFacts } from './sessions.ts';
import { judgeTmux, type TmuxFacts } from './tmux.ts';
import { judgeTranscripts, type TranscriptFacts } from './transcripts.ts';

/** Everything that doctor goes by, as it was a moment ago. */
export interface DoctorFacts {
  readonly program: ProgramFacts;
  readonly directory: DirectoryFacts;
  readonly journal: JournalFacts;
  readonly install: InstallFacts;
  readonly configuration: ConfigurationFacts;
  readonly autoRecover: AutoRecover;
  readonly sessions: SessionFacts;
  readonly transcripts: TranscriptFacts;
  readonly tmux: TmuxFacts;
}

/** Looks at all of it. The registry must be as a look at the machine has left it. */
export async function gatherFacts(world: World, registry: Registry): Promise<DoctorFacts> {
  const directory = gatherDirectory(world);
  const install = gatherInstall(world, registry);
  return {
    program: world.versions,
    directory,
    install,
    configuration: gatherConfiguration(world),
    autoRecover: autoRecoverNow(world),
    journal: gatherJournal(world),
    sessions: await gatherSessions(world, registry, directory.writing.ok),
    transcripts: {
      conversations: gatherConversations(world, registry),
      cleanupPeriodDays: install.settings?.cleanupPeriodDays ?? null,
    },
    tmux: await gatherTmux(world, registry),
  };
}

/** Every check, group by group. Pure. */
export function judge(facts: DoctorFacts): readonly Check[] {
  return [
    ...judgeProgram(facts.program),
    ...judgeDirectory(facts.directory),
    ...judgeJournal(facts.journal),
    ...judgeInstall(facts.install),
    ...judgeConfiguration(facts.configuration),
    ...judgeAutoRecover(facts.autoRecover),
    ...judgeSessions(facts.sessions),
    ...judgeTranscripts(facts.transcripts),
    ...judgeTmux(facts.tmux),
  ];
}
