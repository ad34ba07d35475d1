import type { RecoveryFacts } from '../../recovery/facts.ts';
import { gather } from '../../recovery/gather.ts';
import { lostDesks } from '../../recovery/lost-desks.ts';
import { originOfServer } from '../../recovery/origin.ts';
import type { Registry } from '../../session/registry.ts';
import { harmless } from '../../text/harmless.ts';
import { ago } from '../../text/quantities.ts';
import type { World } from '../../world.ts';
import { counted } from '../doctor/check.ts';
import { type Asked, everything, optionsFor } from './run.ts';

/** Why `--from` chooses nothing, as a sentence that names what there is to choose; null where it does, or was not given. */
export async function whyNotFrom(world: World, registry: Registry, asked: Asked): Promise<string | null> {
  const { from } = asked;
  if (from === undefined) return null;
  const facts = await gather(world, registry, optionsFor(world, asked, everything));
  // A desk whose sessions are all back may still lack windows.
  const known = [...registry.desks.values()].map(({ desk }) => originOfServer(desk.server));
  if ([...known, ...lostDesks(facts).map(({ name }) => name)].includes(from)) return null;
  const lines = deskLines(facts);
  const choice = lines.length === 0 ? 'none is lost' : `there is ${lines.join(', and ')}`;
  return `no lost tmux server is called "${harmless(from)}": ${choice}`;
}

/** The lost tmux servers, each as `--from` calls it and as people know it: `1795348800.4711 (3 sessions, seen 2h ago)`. */
export function deskLines(facts: RecoveryFacts): readonly string[] {
  return lostDesks(facts).map(
    ({ name, sessions, lastSeenAtMs }) =>
      `${name} (${counted(sessions, 'session')}, seen ${ago(lastSeenAtMs, facts.nowMs)})`,
  );
}
