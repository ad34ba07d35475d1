import { describe, expect, test } from 'vitest';
import { findClient, isClientCommand } from '../../src/process/ancestry.ts';
import type { ProcessRow } from '../../src/process/processes.ts';
import { fakeProcessTable, type FakeProcess } from '../fakes/process-table.ts';

function row(command: string): ProcessRow {
  return { pid: 10, ppid: 1, started: '1', command, isZombie: false, ttyNumber: 0 };
}

describe('a process is the client', () => {
  test.each<[string, readonly string[] | null]>([
    ['claude', ['claude']],
    ['claude', ['/home/dev/.local/bin/claude', '--resume', 'x']],
    ['claude', null],
    ['claude.exe', ['/lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe']],
    ['2.1.197', ['/home/dev/.local/share/claude/versions/2.1.197', '--bg']],
    ['node', ['node', '/usr/local/bin/claude']],
    ['node', ['/usr/bin/node', '/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js', '-c']],
    ['node', ['node', '--no-warnings', '--require', '/x.js', '/a/claude-code/cli.js']],
    ['MainThread', ['/usr/bin/node', '/usr/local/bin/claude']],
    ['bun', ['bun', '/x/@anthropic-ai/claude-code/cli.mjs']],
    ['node', ['/opt/node/bin/node', '--enable-source-maps', '/opt/node/bin/claude']],
  ])('%s %j', (command, argv) => {
    expect(isClientCommand(row(command), argv)).toBe(true);
  });
});

describe('a process is not the client', () => {
  test.each<[string, readonly string[] | null]>([
    ['sh', ['/bin/sh', '-c', 'claude']],
    ['claude', ['/bin/bash', '/home/dev/bin/claude']],
    ['claude', ['-zsh', '/home/dev/bin/claude']],
    ['node', ['node', '/home/dev/claude/server.js']],
    ['node', ['node', '/home/dev/statusline/dist/statusline.js', 'render', 'claude']],
    ['node', ['node', '-e', 'claude']],
    ['node', ['node']],
    ['node', null],
    ['claude-helper', ['claude-helper']],
    ['vim', ['vim', 'claude']],
    ['tmux: server', ['tmux', 'new', 'claude']],
    ['node', ['node', '/lib/node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs']],
  ])('%s %j', (command, argv) => {
    expect(isClientCommand(row(command), argv)).toBe(false);
  });
});

function found(processes: readonly FakeProcess[], from: number): number | null {
  const table = fakeProcessTable();
  for (const process of processes) table.add(process);
  return findClient(table.ancestry(from), (pid) => table.argv(pid))?.pid ?? null;
}

describe('the client above a hook', () => {
  const shell: FakeProcess = { pid: 20, command: 'bash', argv: ['-bash'] };
  const client: FakeProcess = { pid: 30, ppid: 20, command: 'claude' };
  const hookShell: FakeProcess = {
    pid: 40,
    ppid: 30,
    command: 'sh',
    argv: ['/bin/sh', '-c', 'statusline hook'],
  };
  const hook: FakeProcess = { pid: 50, ppid: 40, command: 'node', argv: ['node', 'statusline.js', 'hook'] };

  test('is the shell’s parent', () => {
    expect(found([shell, client, hookShell, hook], 50)).toBe(30);
  });

  test('is found through wrappers', () => {
    const wrapper: FakeProcess = {
      pid: 45,
      ppid: 40,
      command: 'timeout',
      argv: ['timeout', '5', 'statusline'],
    };
    expect(found([shell, client, hookShell, wrapper, { ...hook, ppid: 45 }], 50)).toBe(30);
  });

  test('is the nearest, when a client runs in another’s shell', () => {
    const inner = [
      { pid: 31, ppid: 30, command: 'bash', argv: ['bash', '-c', 'claude -p'] },
      { pid: 32, ppid: 31, command: 'claude', argv: ['claude', '-p'] },
      { ...hookShell, ppid: 32 },
    ];
    expect(found([shell, client, ...inner, hook], 50)).toBe(32);
  });

  test('is behind a script of the same name', () => {
    const script: FakeProcess = {
      pid: 25,
      ppid: 20,
      command: 'claude',
      argv: ['/bin/bash', '/home/dev/bin/claude'],
    };
    expect(found([shell, script, { ...client, ppid: 25 }, hookShell, hook], 50)).toBe(30);
    expect(found([shell, script, { ...hookShell, ppid: 25 }, hook], 50)).toBeNull();
  });

  test('is nobody in a plain shell, whatever the environment says', () => {
    const environment = { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 'x' };
    expect(found([shell, { ...hook, ppid: 20, environment }], 50)).toBeNull();
  });

  test('is nobody when the table cannot be read', () => {
    const table = fakeProcessTable().add(shell).add(client).add(hookShell).add(hook).blind();
    expect(findClient(table.ancestry(50), (pid) => table.argv(pid))).toBeNull();
  });
});
