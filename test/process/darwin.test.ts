import { describe, expect, test } from 'vitest';
import { parseBoot, parseLsofCwd, parsePs, parseStartArguments } from '../../src/process/darwin.ts';
import { openPsProcesses, type RunProgram } from '../../src/process/ps.ts';

// The form of `ps -o pid=,ppid=,state=,tty=,lstart=,ucomm=` on macOS 15 under LC_ALL=C TZ=UTC.
const printed = `    1     0 Ss   ??       Sun Nov 22 06:01:09 2026     launchd
  812     1 S    ??       Sun Nov 22 06:03:40 2026     Google Chrome He
 2201     1 Ss   ??       Sun Nov 22 07:10:00 2026     tmux
 2210  2201 Ss   ttys003  Mon Nov  2 07:10:01 2026     zsh
 2302  2210 S+   ttys003  Sun Nov 22 07:12:44 2026     claude
 2303  2302 Z    ttys003  Sun Nov 22 07:12:45 2026     (sh)
`;

describe('what ps prints', () => {
  test('is read row by row', () => {
    expect(parsePs(printed)).toMatchObject([
      { pid: 1, ppid: 0, command: 'launchd', ttyNumber: 0, isZombie: false },
      { pid: 812, command: 'Google Chrome He' },
      { pid: 2201, ppid: 1, command: 'tmux' },
      { pid: 2210, ttyNumber: 0x10000003, started: String(Date.UTC(2026, 10, 2, 7, 10, 1) / 1000) },
      { pid: 2302, ppid: 2210, command: 'claude', started: String(Date.UTC(2026, 10, 22, 7, 12, 44) / 1000) },
      { pid: 2303, isZombie: true },
    ]);
  });

  test.each(['', 'ps: 99: no such process\n', '  PID  PPID STAT TTY STARTED UCOMM\n'])(
    '%j has no row',
    (text) => {
      expect(parsePs(text)).toEqual([]);
    },
  );
});

test.each([
  [
    '7A2E1C0D-53A1-4C65-9B0B-0C6F7B0A1D2E\n{ sec = 1795327269, usec = 410352 } Sun Nov 22 06:01:09 2026\n',
    '7A2E1C0D-53A1-4C65-9B0B-0C6F7B0A1D2E',
  ],
  ['{ sec = 1795327269, usec = 410352 } Sun Nov 22 06:01:09 2026\n', '1795327269'],
  ['', null],
])('the boot in %j is %s', (text, boot) => {
  expect(parseBoot(text)).toBe(boot);
});

test.each([
  ['p2302\0\nfcwd\0n/Users/dev/my project\0\n', '/Users/dev/my project'],
  ['p2302\0\nfcwd\0n/\0\n', '/'],
  ['', null],
])('the directory that lsof tells in %j is %s', (text, cwd) => {
  expect(parseLsofCwd(text)).toBe(cwd);
});

describe('what a process was started with', () => {
  const environment = 'HOME=/Users/dev\0TMUX=/private/tmp/tmux-501/default,2201,0\0';

  test('is argument by argument, exactly', () => {
    const text = `4\0/opt/claude\0\0\0\0claude\0--append-system-prompt\0be  brief\0\0${environment}\0ptr_munge=\0`;
    expect(parseStartArguments(text)).toEqual({
      argv: ['claude', '--append-system-prompt', 'be  brief', ''],
      environment: ['HOME=/Users/dev', 'TMUX=/private/tmp/tmux-501/default,2201,0'],
    });
  });

  test.each([
    ['nothing', ''],
    ['no arguments', '0\0/x\0\0'],
    ['an argument too few', '3\0/opt/claude\0\0claude\0-r'],
  ])('that was cut short is nothing: %s', (_what, text) => {
    expect(parseStartArguments(text)).toBeNull();
  });
});

/** Answers as the programs do; a missing answer is a program that could not be run. */
function programs(answers: Readonly<Record<string, string>>): RunProgram {
  return (program, argv) => {
    const pid = argv.at(-1) ?? '';
    const name = program.slice(program.lastIndexOf('/') + 1);
    if (name === 'ps' && argv.includes('-p')) {
      const rows = answers['ps']?.split('\n').filter((line) => line.trimStart().startsWith(`${pid} `));
      return rows === undefined ? null : rows.join('\n');
    }
    return answers[name] ?? null;
  };
}

describe('the process table of macOS', () => {
  const answers = {
    ps: printed,
    sysctl: '{ sec = 7, usec = 0 }\n',
    perl: '1\0/opt/claude\0\0claude\0HOME=/x\0\0',
  };
  const table = openPsProcesses(programs(answers));
  const started = table.row(2302)?.started ?? '';

  test('walks up to the first process', () => {
    expect([...table.ancestry(2302)].map(({ command }) => command)).toEqual([
      'claude',
      'zsh',
      'tmux',
      'launchd',
    ]);
  });

  test.each([
    ['the very process', { bootId: '7', pid: 2302, started }, 'alive'],
    ['another start', { bootId: '7', pid: 2302, started: '5' }, 'dead'],
    ['another boot', { bootId: '6', pid: 2302, started }, 'dead'],
    ['a pid that nobody has', { bootId: '7', pid: 99, started }, 'dead'],
    ['a zombie', { bootId: '7', pid: 2303, started: table.row(2303)?.started ?? '' }, 'dead'],
  ] as const)('%s is %s', (_what, identity, liveness) => {
    expect(table.liveness(identity)).toBe(liveness);
  });

  test.each([
    ['ps', { sysctl: answers.sysctl }],
    ['sysctl', { ps: answers.ps }],
  ])('without %s nothing is known, and nobody is dead', (_program, left) => {
    const blind = openPsProcesses(programs(left));
    expect(blind.liveness({ bootId: '7', pid: 2302, started })).toBe('unknown');
  });

  test('gives arguments and the asked-for variables', () => {
    expect(table.argv(2302)).toEqual(['claude']);
    expect(table.environment(2302, ['HOME', 'SECRET'])).toEqual({ HOME: '/x' });
    expect(openPsProcesses(programs({})).argv(2302)).toBeNull();
  });

  test('knows a process’s children', () => {
    expect(table.children(2302).map(({ pid }) => pid)).toEqual([2303]);
  });
});
