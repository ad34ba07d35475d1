import { displayName, numberLabel } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import { sessionView } from '../session/views.ts';
import { harmless } from '../text/harmless.ts';
import { ago } from '../text/quantities.ts';
import type { World } from '../world.ts';
import { knownNow, sessionFor } from './known.ts';
import { complain, exit, printJson, printLines, shownPath } from './speech.ts';
import { placeWords, stateWords } from './words.ts';

/** `statusline show <ref>`: one session whole. */
export async function show(world: World, flags: { readonly json: boolean }, ref: string): Promise<number> {
  const found = await sessionFor(world, await knownNow(world, { all: false }), ref);
  if (!found.ok) return complain(world, found.failure);
  const session = found.value;
  if (flags.json) printJson(world, { session_id: session.id, ...sessionView(session) });
  else printLines(world, details(world, session));
  return exit.done;
}

function details(world: World, session: Session): readonly string[] {
  const nowMs = world.clock.nowMs();
  const { process } = session;
  const entries: readonly (readonly [string, string | null])[] = [
    ['session', session.id],
    ['state', stateWords(session)],
    ['task', session.task],
    ['summary', session.summary],
    ['pane', placeWords(session)],
    ['directory', shownPath(world, session.cwd)],
    ['project', shownPath(world, session.projectDir)],
    ['transcript', shownPath(world, session.transcriptPath)],
    ['model', session.modelName ?? session.modelId],
    ['permission mode', session.permissionMode],
    ['prompts', `${session.prompts}`],
    ['last prompt', session.lastPrompt?.excerpt ?? null],
    ['started', ago(session.createdAtMs, nowMs)],
    ['last seen', ago(session.lastSeenAtMs, nowMs)],
    ['process', process === null ? null : `${process.identity.pid} ${(process.argv ?? []).join(' ')}`],
    ['origin', session.origin + (session.isContinued ? ', not seen from its start' : '')],
    [
      'last recovery',
      session.recovery === null
        ? null
        : `${session.recovery.result} ${ago(session.recovery.lastAttemptedAtMs, nowMs)}`,
    ],
  ];
  const shown = entries.filter(([, value]) => value !== null && value !== '');
  return [
    `${harmless(displayName(session))}  ${numberLabel(session)}`,
    ...shown.map(([label, value]) => `  ${label.padEnd(16)}${harmless(value ?? '')}`),
  ];
}
