import { expect, test } from 'vitest';
import type { Obstacle } from '../../src/recovery/obstacle.ts';
import { obstacleWords } from '../../src/recovery/obstacle-words.ts';
import { place } from '../session/pieces.ts';

const escape = '\u001b[31m';
const hourMs = 3_600_000;

test.each<[words: string, obstacle: Obstacle]>([
  ['process 12 runs it', { kind: 'live-elsewhere', pid: 12, place: null }],
  ['process 12 runs it in main:1.0', { kind: 'live-elsewhere', pid: 12, place: place() }],
  ['background agent 12 of the client holds it', { kind: 'held-by-agent', pid: 12 }],
  ['a run of claude -p, never in a pane', { kind: 'not-interactive', origin: 'print' }],
  ['a background agent', { kind: 'not-interactive', origin: 'background' }],
  [
    'its directory /srv/red is gone (--cwd names another)',
    { kind: 'directory-gone', path: `/srv/${escape}red` },
  ],
  [
    "its worktree /w is gone (--cwd '/my repo' brings it back in its repository)",
    { kind: 'directory-gone', path: '/w', repository: '/my repo' },
  ],
  [
    'its directory /a is /b now (name it to bring it back there)',
    { kind: 'directory-moved', from: '/a', to: '/b' },
  ],
  ['its project directory is not known (--cwd names one)', { kind: 'directory-unknown' }],
  ['its transcript is gone, and there is no copy of it', { kind: 'no-conversation' }],
  ['its transcript /t.jsonl holds no message', { kind: 'stub-transcript', path: '/t.jsonl' }],
  ['another recovery (process 12) is bringing it back', { kind: 'claimed', pid: 12, recoveryId: 'r1' }],
  ['the tmux server at /tmp/s does not answer', { kind: 'server-silent', socketPath: `/tmp/${escape}s` }],
  [
    'failed 1h ago: timed-out, still loading (name it to try again)',
    { kind: 'recently-failed', outcome: 'timed-out', detail: 'still\nloading', atMs: 0 },
  ],
  [
    'failed 1h ago: not-started (name it to try again)',
    { kind: 'recently-failed', outcome: 'not-started', detail: null, atMs: 0 },
  ],
  ['it was left (name it to bring it back)', { kind: 'ended', reason: 'exited' }],
  ['it was set aside (name it to bring it back)', { kind: 'ended', reason: 'set-aside' }],
  [
    'not known to be over: its process (name it to bring it back)',
    { kind: 'not-proven-lost', missing: 'its process' },
  ],
  ['no such window', { kind: 'no-place', why: 'no such window' }],
  ['pane %3 waits for Enter', { kind: 'offered', paneId: '%3' }],
  ['never prompted: starts anew under its id', { kind: 'never-prompted' }],
  [
    'comes back without --new --odd: not known whether a prompt followed',
    { kind: 'flags-left-out', flags: ['--new', '--odd'] },
  ],
  ['resumes from the kept copy of its transcript', { kind: 'insured-transcript', path: '/k.jsonl' }],
])('%j', (words, obstacle) => {
  expect(obstacleWords(obstacle, hourMs)).toBe(words);
});
