import { parseSessionId } from '../../claude/session-id.ts';
import { passGate } from '../../recovery/gate.ts';
import { obstacleWords } from '../../recovery/obstacle-words.ts';
import type { World } from '../../world.ts';
import { complain, exit } from '../speech.ts';

/**
 * `statusline recover --gate <session id>`: what a waiting pane asks before it resumes. Exit code 0 lets it; any
 * other keeps it waiting, with the reason on stderr.
 */
export function gate(world: World, id: string): number {
  const session = parseSessionId(id);
  if (session === null) return complain(world, '--gate takes a session id');
  const passed = passGate(world, session);
  if (passed.ok) return exit.done;
  const { failure } = passed;
  return failure.kind === 'obstacle'
    ? complain(world, obstacleWords(failure.obstacle, world.clock.nowMs()))
    : complain(world, `the journal could not be written (${failure.code}), so nothing was started`);
}
