import { ago } from '../text/quantities.ts';
import { harmless } from '../text/harmless.ts';
import { assertNever } from '../text/result.ts';
import type { Obstacle } from './obstacle.ts';
import { placeLabel } from './place-label.ts';
import { quoteForShell } from './shell-line.ts';

/** One line on what stands in the way and, where there is something to be done, what that is. Harmless to print. */
export function obstacleWords(obstacle: Obstacle, nowMs: number): string {
  switch (obstacle.kind) {
    case 'live-elsewhere':
      return `process ${obstacle.pid} runs it${obstacle.place === null ? '' : ` in ${placeLabel(obstacle)}`}`;
    case 'held-by-agent':
      return `background agent ${obstacle.pid} of the client holds it`;
    case 'not-interactive':
      return obstacle.origin === 'print' ? 'a run of claude -p, never in a pane' : 'a background agent';
    case 'directory-gone':
      return obstacle.repository === undefined
        ? `its directory ${harmless(obstacle.path)} is gone (--cwd names another)`
        : `its worktree ${harmless(obstacle.path)} is gone (--cwd ${quoteForShell(harmless(obstacle.repository))} brings it back in its repository)`;
    case 'directory-moved':
      return `its directory ${harmless(obstacle.from)} is ${harmless(obstacle.to)} now (name it to bring it back there)`;
    case 'directory-unknown':
      return 'its project directory is not known (--cwd names one)';
    case 'no-conversation':
      return 'its transcript is gone, and there is no copy of it';
    case 'stub-transcript':
      return `its transcript ${harmless(obstacle.path)} holds no message`;
    case 'claimed':
      return `another recovery (process ${obstacle.pid}) is bringing it back`;
    case 'server-silent':
      return `the tmux server at ${harmless(obstacle.socketPath)} does not answer`;
    case 'recently-failed':
      return `failed ${ago(obstacle.atMs, nowMs)}: ${obstacle.outcome}${detailWords(obstacle.detail)} (name it to try again)`;
    case 'ended':
      return `it was ${{ exited: 'left', cleared: 'cleared', closed: 'closed', 'set-aside': 'set aside' }[obstacle.reason]} (name it to bring it back)`;
    case 'not-proven-lost':
      return `not known to be over: ${obstacle.missing} (name it to bring it back)`;
    case 'no-place':
      return harmless(obstacle.why);
    case 'offered':
      return `pane ${obstacle.paneId} waits for Enter`;
    case 'never-prompted':
      return 'never prompted: starts anew under its id';
    case 'flags-left-out':
      return `comes back without ${harmless(obstacle.flags.join(' '))}: not known whether a prompt followed`;
    case 'insured-transcript':
      return 'resumes from the kept copy of its transcript';
    default:
      return assertNever(obstacle);
  }
}

function detailWords(detail: string | null): string {
  return detail === null ? '' : `, ${harmless(detail, 120)}`;
}
