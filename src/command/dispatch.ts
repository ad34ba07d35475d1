import type { World } from '../world.ts';
import { hook, tmuxHook } from './hook/hook.ts';
import { render } from './line/render.ts';
import { subagents } from './line/subagents.ts';

/**
 * Runs one request to its exit code. Renders and hooks are here (and the rows of sub-agents, which come with
 * them, and the word for a shell, which waits for it to start), and nothing else is: every other command is
 * loaded on demand, so that the hot path starts with the hot path alone.
 */
export async function dispatch(world: World): Promise<number> {
  const [command, ...rest] = world.request.argv;
  const isForHelp = rest[0] === '--help' || rest[0] === '-h';
  if (!isForHelp) {
    if (command === 'render') return render(world);
    if (command === 'hook') return hook(world, rest[0] ?? null);
    if (command === 'tmux-hook') return tmuxHook(world);
    if (command === 'subagents') return subagents(world);
  }
  if (command === 'notice' && rest[0] === '--shell') {
    const { noticeForShell } = await import('./loss/notice.ts');
    return noticeForShell(world);
  }
  const { runCommand } = await import('./cli.ts');
  return runCommand(world);
}
