import { assertNever } from '../text/result.ts';
import { harmless } from '../text/harmless.ts';
import { iso } from '../session/iso.ts';
import { numberLabel, displayName } from '../session/names.ts';
import type { Session } from '../session/session.ts';
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
    printJson(world, { session_id: session.id, state: session.state, farewell: session.farewell, evidence });
  } else {
    printLines(world, [
      `${harmless(displayName(session))} ${numberLabel(session)} is ${conclusion(session)}.`,
      ...[...kept(session), ...evidence].map(({ about, says }) => `  ${about.padEnd(12)}${harmless(says)}`),
    ]);
  }
  return exit.done;
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
  const concluded = state.kind === 'ended' || state.kind === 'lost' ? state.evidence : [];
  return [
    ...concluded.map((says) => ({ about: 'recorded', says })),
    ...(farewell === null
      ? []
      : [{ about: 'goodbye', says: `"${farewell.reason}" at ${iso(farewell.atMs)}` }]),
  ];
}
