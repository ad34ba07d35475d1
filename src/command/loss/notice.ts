import { mustBeDurable } from '../../session/durable.ts';
import { iso } from '../../session/iso.ts';
import { lostAtMs, lostSessions } from '../../session/losses.ts';
import { displayName } from '../../session/names.ts';
import type { Registry } from '../../session/registry.ts';
import type { Session } from '../../session/session.ts';
import { look } from '../../sight/look.ts';
import type { World } from '../../world.ts';
import { some } from '../doctor/check.ts';
import { registryNow } from '../first-use.ts';
import { exit, printJson, printLines } from '../speech.ts';
import { isTold, markTold } from './told.ts';
import { hasUnseenDeath } from './unseen-death.ts';
import { sessionWords } from '../words.ts';

/** How `notice` is to speak. */
export interface NoticeFlags {
  /** For a shell's rc file: on a terminal only, once a loss, and never a word about anything else. */
  readonly shell: boolean;
  readonly json: boolean;
}

/** `statusline notice [--shell]`: one line on what was lost and how it comes back. Always exit code 0. */
export async function notice(world: World, flags: NoticeFlags): Promise<number> {
  if (flags.shell) return noticeForShell(world);
  const lost = lostSessions(await registryOfNow(world));
  if (flags.json) printJson(world, { lost: lost.map(view) });
  else printLines(world, [lost.length === 0 ? 'Nothing is lost.' : sentence(lost)]);
  return exit.done;
}

function view(session: Session): object {
  const { id, number, state } = session;
  return {
    session_id: id,
    process_number: number,
    name: displayName(session),
    reason: state.kind === 'lost' ? state.reason : null,
    lost: iso(lostAtMs(session)),
  };
}

/** `statusline notice --shell`: the same for a shell that is being opened. Once a loss, on a terminal only. */
export async function noticeForShell(world: World): Promise<number> {
  try {
    await tellShell(world);
  } catch {
    // A shell must start whatever is wrong with us; doctor is who tells.
  }
  return exit.done;
}

async function tellShell(world: World): Promise<void> {
  // What reads a shell's output without a terminal (scp, an editor) must not find a word of ours in it.
  if (!world.request.isStdoutTerminal) return;
  const registry = await registryOfNow(world);
  if (isTold(world, 'shell', registry)) return;
  markTold(world, 'shell', registry);
  printLines(world, [sentence(lostSessions(registry))]);
}

function sentence(lost: readonly Session[]): string {
  const them = lost.length === 1 ? 'It comes' : 'They come';
  return `Lost: ${some(lost.map(sessionWords), 3)}. ${them} back with: statusline recover`;
}

/** The registry; what has died unseen is looked at first, and only then is tmux asked anything. */
async function registryOfNow(world: World): Promise<Registry> {
  const registry = registryNow(world);
  if (!hasUnseenDeath(world, registry)) return registry;
  const events = await look(world, registry);
  if (events.length === 0) return registry;
  world.ledger.append(events, { by: 'command', durable: mustBeDurable(events) });
  world.ledger.settle();
  return world.ledger.read().state;
}
