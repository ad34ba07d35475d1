import { assertNever } from '../text/result.ts';
import { harmless } from '../text/harmless.ts';
import { iso } from '../session/iso.ts';
import { numberLabel, displayName } from '../session/names.ts';
import type { Session, SessionState } from '../session/session.ts';
import type { Evidence } from '../sight/evidence.ts';
import { gatherEvidence } from '../sight/evidence.ts';
import type { World } from '../world.ts';
import { knownNow, sessionFor } from './known.ts';
import { complain, exit, printJson, printLines } from './speech.ts';

/** `statusline why <ref>`: the evidence behind a session's state and place, kept and fresh. */
export async function why(world: World, flags: { readonly json: boolean }, ref: string): Promise<number> {
  const found = await sessionFor(world, await knownNow(world, { all: false }), ref);
  if (!found.ok) return complain(world, found.failure);
  const session = found.value;
  const evidence = await gatherEvidence(world, session);
  if (flags.json) {
    const { state, farewell } = session;
    printJson(world, {
      session_id: session.id,
      state: stateView(state),
      farewell: farewell && { reason: farewell.reason, at: iso(farewell.atMs), pane: farewell.pane },
      evidence,
    });
  } else {
    printLines(world, [
      `${harmless(displayName(session))} ${numberLabel(session)} is ${conclusion(session)}.`,
      ...[...kept(session), ...evidence].map(({ about, says }) => `  ${about.padEnd(12)}${harmless(says)}`),
    ]);
  }
  return exit.done;
}

/** One form for every state: what is not of this one is null. */
function stateView(state: SessionState): object {
  return {
    kind: state.kind,
    activity: state.kind === 'live' ? state.activity : null,
    waiting_for: state.kind === 'live' ? state.waitingFor : null,
    reason: isOver(state) ? state.reason : null,
    at: isOver(state) ? iso(state.atMs) : null,
    evidence: isOver(state) ? state.evidence : [],
    missing: state.kind === 'unknown' ? state.missing : null,
  };
}

function isOver(state: SessionState): state is Extract<SessionState, { kind: 'ended' | 'lost' }> {
  return state.kind === 'ended' || state.kind === 'lost';
}

function conclusion({ state }: Session): string {
  switch (state.kind) {
    case 'live':
      return `live and ${state.activity}${state.waitingFor === null ? '' : ` (${harmless(state.waitingFor)})`}`;
    case 'ended':
      return `over since ${iso(state.atMs)}: ${state.reason}`;
    case 'lost':
      return `lost since ${iso(state.atMs)}: ${state.reason}; it can come back with \`statusline recover\``;
    case 'unknown':
      return `in an unknown state: what is missing is ${harmless(state.missing)}`;
    default:
      return assertNever(state);
  }
}

function kept({ state, farewell }: Session): readonly Evidence[] {
  const concluded = isOver(state) ? state.evidence : [];
  return [
    ...concluded.map((says) => ({ about: 'recorded', says })),
    ...(farewell === null
      ? []
      : [{ about: 'goodbye', says: `"${farewell.reason}" at ${iso(farewell.atMs)}` }]),
  ];
}
