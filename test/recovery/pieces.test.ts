import { describe, expect, test } from 'vitest';
import { claimHolder, heldByOthers, type LivenessOf } from '../../src/recovery/claims.ts';
import { environmentForServer } from '../../src/recovery/environment.ts';
import { defaultJobs, spacingBefore, whyNotStart } from '../../src/recovery/pacing.ts';
import {
  runningClients,
  sessionInArgv,
  startingSessions,
  type RunningRow,
} from '../../src/recovery/running.ts';
import { dialogOn, lastWords } from '../../src/recovery/screen.ts';
import { isAtPrompt, standingOf } from '../../src/recovery/standing.ts';
import { paneProcess } from '../../src/recovery/launch.ts';
import type { ProcessRow } from '../../src/process/processes.ts';
import type { Claim } from '../../src/session/session.ts';
import { clientProcess, id, identity } from '../session/pieces.ts';
import { nowMs, scene } from './scene.ts';

const launch = { session: id('a'), directory: '/p', argv: ['claude'], environment: {}, line: 'line' };

function claim(pid: number): Claim {
  return { recoveryId: `r${pid}`, claimer: identity({ pid }), atMs: nowMs };
}

/** These live; of pid 0 nothing can be told. */
function living(...pids: readonly number[]): LivenessOf {
  return ({ pid }) => (pid === 0 ? 'unknown' : pids.includes(pid) ? 'alive' : 'dead');
}

function row(pid: number, command = 'claude'): ProcessRow {
  return { pid, ppid: 1, started: `${pid}00`, command, isZombie: false, ttyNumber: 0 };
}

function client(pid: number, ppid: number): RunningRow {
  return { row: { ...row(pid), ppid }, argv: ['claude'] };
}

describe('whether a shell waits at its prompt', () => {
  const prompts: readonly (readonly [string, number, boolean])[] = [
    ['$', 2, true],
    ['user@host:~/proj$', 17, true],
    ['user@host:~/proj$ ls', 20, false],
    ['user@host:~/proj$ ls', 18, true],
    ['host%', 6, true],
    ['#', 2, true],
    ['❯', 2, true],
    ['~/proj ❯', 9, true],
    ['➜  proj git:(main) ✗', 21, true],
    ['➜  proj git:(main)', 19, true],
    ['➜  proj', 8, true],
    ['➜  proj ls -l', 13, false],
    ['~>', 3, true],
    ['>', 2, false],
    ['dquote>', 8, false],
    ['for if>', 8, false],
    ['user@host:~/proj$ cat >', 23, false],
    ['$ echo 50%', 10, false],
    ['➜  proj git:(main) ✗ cat >', 26, false],
    ['~ › src ›', 10, true],
    ['~ › cat >', 9, false],
    [' ~ \ue0b0 main \ue0b0', 11, true],
    [' ~ \ue0b0 cat >', 11, false],
    ['Password:', 10, false],
    ['', 0, false],
    ['half a comm', 11, false],
    ['$', 9, false],
    ['日本 $', 7, true],
  ];
  test.for(prompts)('%j with the cursor at %i: %s', ([line, cursorCol, isPrompt]) => {
    expect(isAtPrompt({ row: line, whole: line }, cursorCol)).toBe(isPrompt);
  });
});

describe('what goes on in a pane', () => {
  const pane = {
    id: '%1',
    windowId: '@1',
    sessionId: '$0',
    pid: 5,
    isDead: false,
    isInMode: false,
    widthCols: 80,
    cursorCol: 2,
    cursorRow: 0,
    origin: null,
    sessionOrigin: null,
    making: null,
    begun: [],
    rebuilt: [],
  };
  const idle = { command: 'bash', argv: ['-bash'], hasChildren: false, line: { row: '$', whole: '$' } };
  const looks: readonly (readonly [string, object, object, string])[] = [
    ['a shell at its prompt', {}, {}, 'idle-shell'],
    ['a login shell', {}, { command: '-zsh' }, 'idle-shell'],
    ['a shell with a child', {}, { hasChildren: true }, 'busy'],
    ['an editor', {}, { command: 'vim' }, 'busy'],
    ['copy mode', { isInMode: true }, {}, 'busy'],
    ['a shell that nobody looked at', {}, { line: null }, 'busy'],
    ['a process that cannot be read', {}, { command: null, argv: null }, 'busy'],
    ['a dead pane', { isDead: true }, {}, 'dead'],
    ['a waiting pane of ours', {}, { command: 'sh', argv: paneProcess(launch, 'wait', null) }, 'offered'],
    ['a starting pane of ours', {}, { command: 'sh', argv: paneProcess(launch, 'now', null) }, 'started'],
  ];
  test.for(looks)('%s', ([, listed, look, kind]) => {
    expect(standingOf({ ...pane, ...listed }, { ...idle, ...look }).kind).toBe(kind);
  });
});

describe('dialogs on the screen', () => {
  const screens: readonly (readonly [string, string | null])[] = [
    ['Quick safety check: Is this a project you created or one you trust?', 'folder trust'],
    ['│ Do you trust the files in this folder? │', 'folder trust'],
    ['Detected a custom API key in your environment', 'API key approval'],
    ['❯ 1. Resume from summary (recommended)\n  2. Resume full session as-is', 'resume from summary'],
    ['Select login method:', 'login'],
    ['Invalid API key · Please run\n/login', 'login'],
    ['OAuth token has expired', 'login'],
    ['It looks like your version of Claude Code (1.0) needs an update.', 'update'],
    [
      'WARNING: Claude Code running in Bypass Permissions mode\n❯ 2. Yes, I accept',
      'permission mode warning',
    ],
    ['New MCP server found in this project: x', 'MCP server approval'],
    ['Allow external CLAUDE.md file imports?', 'file import approval'],
    ['Choose the text style that looks best with your terminal', 'first-run setup'],
    ['Settings Error', 'settings error'],
    ['> how do I log in to postgres?', null],
    ['', null],
  ];
  test.for(screens)('%j is %s', ([screen, dialog]) => {
    expect(dialogOn(screen.split('\n'))).toBe(dialog);
  });

  test('last words are few, harmless and in one line', () => {
    expect(lastWords(['one', 'two \u001b[31mred\u001b[0m', '', 'three', 'four', ''])).toBe(
      'two red | three | four',
    );
  });
});

describe('claims', () => {
  test('the first that lives holds', () => {
    expect(claimHolder([claim(1), claim(2), claim(3)], living(2, 3))?.recoveryId).toBe('r2');
  });
  test('none holds when all are dead', () => {
    expect(claimHolder([claim(1)], living())).toBeNull();
  });
  test('one of whom nothing can be told is not taken for dead', () => {
    expect(claimHolder([claim(0), claim(2)], living(2))?.recoveryId).toBe('r0');
  });
  test('our own claims are not those of others', () => {
    const { registry } = scene()
      .session('a', { claims: [claim(1)] })
      .session('b', { claims: [claim(2)] }).facts;
    expect([...heldByOthers(registry, living(1, 2), claim(1).claimer).keys()]).toEqual([id('b')]);
  });
});

describe('who runs which conversation', () => {
  const none = { entries: [], registry: scene().facts.registry, bootId: 'boot-1' };
  const argv = ['claude', '--resume', id('a')];

  test('a client by its arguments', () => {
    expect(runningClients({ ...none, rows: [{ row: row(5), argv }] }).get(id('a'))?.pid).toBe(5);
  });
  test('a dead one that nobody has waited for does not', () => {
    const rows = [{ row: { ...row(5), isZombie: true }, argv }];
    expect(runningClients({ ...none, rows }).size).toBe(0);
  });
  test('our own pane, whatever its arguments, does not', () => {
    const own = { ...launch, argv };
    const rows = [{ row: row(5, 'sh'), argv: paneProcess(own, 'wait', null) }];
    expect(runningClients({ ...none, rows }).size).toBe(0);
    expect(startingSessions(rows, new Map()).size).toBe(0);
    const starting = [{ row: row(5, 'sh'), argv: paneProcess(own, 'now', null) }];
    expect(startingSessions(starting, new Map()).get(id('a'))).toBe(5);
  });
  test('a pane whose client went on to another conversation starts nothing any more', () => {
    const rows = [{ row: row(5, 'bash'), argv: paneProcess(launch, 'now', null) }, client(6, 5)];
    const its = { pid: 6, kind: 'interactive' } as const;
    expect([...startingSessions(rows, new Map([[id('a'), its]])).keys()]).toEqual([id('a')]);
    expect([...startingSessions(rows, new Map([[id('b'), its]])).keys()]).toEqual([]);
  });
  test('an editor of its transcript does not', () => {
    const rows = [{ row: row(5, 'vim'), argv: ['vim', '--resume', id('a')] }];
    expect(runningClients({ ...none, rows }).size).toBe(0);
  });
  test('the journal’s word on a process goes before its arguments', () => {
    const { registry } = scene().session('b', {
      state: { kind: 'live', activity: 'idle', waitingFor: null },
      process: clientProcess({ pid: 5 }),
    }).facts;
    const running = runningClients({ ...none, registry, rows: [{ row: row(5), argv }] });
    expect([...running.keys()]).toEqual([id('b')]);
  });
  test('the client’s registry goes before the arguments, and knows agents', () => {
    const entry = {
      pid: 5,
      sessionId: id('c'),
      cwd: null,
      procStart: '500',
      kind: 'bg',
      entrypoint: null,
      name: null,
      status: null,
      waitingFor: null,
      startedAtMs: null,
      updatedAtMs: null,
    };
    const running = runningClients({ ...none, entries: [entry], rows: [{ row: row(5), argv }] });
    expect([...running]).toEqual([[id('c'), { pid: 5, kind: 'background' }]]);
    const stale = runningClients({
      ...none,
      entries: [{ ...entry, procStart: '1' }],
      rows: [{ row: row(5), argv }],
    });
    expect([...stale.keys()]).toEqual([id('a')]);
  });

  const lines: readonly (readonly [readonly string[], boolean])[] = [
    [['claude', '--resume', id('a')], true],
    [['claude', `--resume=${id('a')}`], true],
    [['claude', '-r', id('a')], true],
    [['claude', '--session-id', id('a')], true],
    [['claude', '--resume', `/kept/${id('a')}.jsonl`], true],
    [['claude', '--resume', id('a'), '--fork-session'], false],
    [['claude', '--resume'], false],
    [['claude', 'tell me about', id('a')], false],
  ];
  test.for(lines)('%j: %s', ([words, isFound]) => {
    expect(sessionInArgv(words)).toBe(isFound ? id('a') : null);
  });
});

describe('pacing', () => {
  const megabytes = 1024 * 1024;
  test.for([
    [16, 64_000, 8],
    [2, 64_000, 2],
    [8, 1400, 2],
    [8, 300, 1],
    [8, null, 8],
  ] as const)('%i cores and %i MB allow %i at once', ([cores, free, jobs]) => {
    const machine = { cores, freeMemoryBytes: () => (free === null ? null : free * megabytes) };
    expect(defaultJobs(machine)).toBe(jobs);
  });
  test('nothing stops a start but too little memory and two login failures', () => {
    expect(whyNotStart(null, 1)).toBeNull();
    expect(whyNotStart(4000 * megabytes, 0)).toBeNull();
    expect(whyNotStart(100 * megabytes, 0)).toMatch(/only 100 MB/);
    expect(whyNotStart(null, 2)).toMatch(/2 login failures/);
  });
});

test('starts are spread: each by its own session, from once to twice the spacing, and evenly', () => {
  const ids = Array.from({ length: 400 }, (_, index) => id(`s${index}`));
  const spacings = ids.map((each) => spacingBefore(each, 150));
  expect(ids.map((each) => spacingBefore(each, 150))).toEqual(spacings);
  expect(Math.min(...spacings)).toBeGreaterThanOrEqual(150);
  expect(Math.max(...spacings)).toBeLessThanOrEqual(300);
  const tenths = spacings.map((each) => Math.min(9, Math.floor((each - 150) / 15)));
  expect(new Set(tenths).size).toBe(10);
  expect(spacingBefore(id('a'), 0)).toBe(0);
});

test('a new tmux server gets nothing of the client that recover was run in', () => {
  const env = {
    PATH: '/bin',
    CLAUDECODE: '1',
    CLAUDE_CODE_SESSION_ID: 'x',
    CLAUDE_CONFIG_DIR: '/w',
    CLAUDE_CODE_USE_BEDROCK: '1',
    TMUX: 'a,1,0',
    GIT_EDITOR: 'true',
    GONE: undefined,
  };
  expect(environmentForServer(env)).toEqual({ PATH: '/bin', CLAUDE_CODE_USE_BEDROCK: '1' });
  expect(environmentForServer({ GIT_EDITOR: 'true' })).toEqual({ GIT_EDITOR: 'true' });
});
