// What `why`, `layout`, `show`, `recover list` and `rename` say to people of one small desk.
import { beforeEach, describe, expect, test } from 'vitest';
import { findTarget } from '../../src/command/recover/target.ts';
import { FakeMachine, type Said } from '../fakes/machine.ts';

function idOf(number: number): string {
  return `763984d1-222d-4a68-bae8-${String(number).padStart(12, '0')}`;
}

let machine: FakeMachine;
let panes: readonly { readonly paneId: string; readonly pid: number }[];
let clients: readonly number[];

/** Two sessions, each in a tmux session of its own. */
beforeEach(async () => {
  machine = new FakeMachine();
  machine.file('/home/dev/shop/README.md', '');
  const [one, two] = [await machine.openPane('work1', 'desk'), await machine.openPane('work2', 'desk')];
  panes = [one, two];
  clients = panes.map(({ pid }) => machine.startClient(pid));
  for (const number of [1, 2]) await hook(number, 'SessionStart', { source: 'startup' });
});

async function hook(number: number, event: string, more: object): Promise<void> {
  const said = JSON.stringify({ session_id: idOf(number), cwd: '/home/dev/shop', ...more });
  const env = { CLAUDE_PROJECT_DIR: '/home/dev/shop' };
  await machine.asClient(clients[number - 1] ?? 0, ['hook', event], said, env);
}

function die(number: number): void {
  machine.processes.kill(clients[number - 1] ?? 0);
}

const run = (call: string): Promise<Said> => machine.run(call.split(' '));

describe('why', () => {
  test('tells a live session by what it does, and what was looked at', async () => {
    await hook(1, 'Notification', { notification_type: 'permission_prompt', message: 'may it?' });
    const { out } = await run('why C1');
    expect(out).toMatch(/^shop C1 is live and waiting \(may it\?\)\.\n/);
    expect(out).toMatch(/^ {2}process +\d+ \(.*\) is alive$/m);
    expect(out).toMatch(/^ {2}pane +work1:0\.0 %\d+ .* is present$/m);
  });

  test('tells a lost one by what was recorded, the goodbye too', async () => {
    await hook(1, 'SessionEnd', { reason: 'other' });
    die(1);
    const { out } = await run('why C1');
    expect(out).toMatch(
      /^shop C1 is lost since \S+: terminated; it can come back with `statusline recover`\.\n/,
    );
    expect(out).toMatch(/^ {2}recorded +its process \d+ is gone$/m);
    expect(out).toMatch(/^ {2}goodbye +"other" at \S+$/m);
  });

  test('tells one that was left as over', async () => {
    await hook(1, 'SessionEnd', { reason: 'prompt_input_exit' });
    expect((await run('why C1')).out).toMatch(/^shop C1 is over since \S+: exited\.\n/);
  });
});

describe('layout', () => {
  test('draws every window as boxes, with who sits in them', async () => {
    await hook(1, 'UserPromptSubmit', { prompt: 'mend the cart' });
    const { out } = await run('layout');
    expect(out).toMatch(/^tmux server \d+ at \/tmp\/tmux-1000\/default\n\nwork1\n {2}\*0 desk\n/);
    expect(out).toMatch(/C1 shop[\s\S]*working[\s\S]*mend the cart[\s\S]*work2[\s\S]*C2 shop[\s\S]*idle/);
  });

  test('save only says what is kept', async () => {
    expect((await run('layout save')).out).toMatch(
      /^\/tmp\/tmux-1000\/default: 2 windows, 2 panes, last changed \S+\n$/,
    );
  });

  test('says so where no desk is known', async () => {
    expect((await new FakeMachine().run(['layout'])).out).toMatch(/^No tmux desk is known yet: .*\n$/);
  });
});

describe('recover list', () => {
  test('has a row for each lost session, and what is in the way of which', async () => {
    await hook(2, 'UserPromptSubmit', { prompt: 'why does the cart lose items' });
    die(1);
    die(2);
    const { code, out } = await run('recover list');
    const lines = out.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^C# +NAME +LOST +TASK +LAST PROMPT +SEEN +PLACE +DIRECTORY$/);
    expect(lines[1]).toMatch(/^C1 +shop +crashed .* work1:0\.0 +~\/shop$/);
    expect(lines[2]).toMatch(/^C2 +shop +crashed +why does the cart lose items .* work2:0\.0 +~\/shop$/);
    expect(out).toContain('\nIn the way:\n');
    expect(out).toMatch(/^ {2}C2: its transcript is gone, and there is no copy of it$/m);
    expect(lines.at(-2)).toMatch(/^1 can come back: /);
  });

  test('says so where nothing is lost', async () => {
    expect((await run('recover list')).out).toMatch(/^Nothing is lost: /);
  });
});

describe('the session of the caller', () => {
  test('is told by the client’s own variable, and by the pane', async () => {
    const byVariable = await machine.run(['rename', 'Fox'], { env: { SESSION_ID: idOf(1) } });
    expect(byVariable).toEqual({ code: 0, out: 'C1 is Fox.\n', err: '' });
    const { paneId = '', pid = 0 } = panes[1] ?? {};
    const how = { env: { TMUX: `${machine.socketPath},5001,0`, TMUX_PANE: paneId }, callerPid: pid };
    expect(await machine.run(['rename', 'Bear'], how)).toEqual({ code: 0, out: 'C2 is Bear.\n', err: '' });
    expect(await run('resolve --pane Bear')).toMatchObject({ out: `${paneId}\n` });
  });

  test('is asked for where neither tells', async () => {
    expect(await machine.run(['rename', 'Fox'])).toEqual({
      code: 1,
      out: '',
      err: 'statusline: no session is known in this pane: name one with `--session <ref>`, see `statusline list`\n',
    });
  });
});

async function found(target: string): Promise<unknown> {
  let answer: unknown;
  await machine.inWorld([], async (world) => {
    answer = await findTarget(world, target);
    return 0;
  });
  return answer;
}

describe('a target of recovery', () => {
  const socketPath = '/tmp/tmux-1000/default';

  test.each<[target: string, means: object]>([
    ['%0', { kind: 'pane', paneId: '%0' }],
    ['@1', { kind: 'window', windowId: '@1' }],
    ['work2:0', { kind: 'window', windowId: '@1' }],
    ['work2:0.0', { kind: 'pane', paneId: '%1' }],
    ['work1:7', { kind: 'seat', sessionId: '$0', index: 7 }],
  ])('%s is found', async (target, means) => {
    expect(await found(target)).toEqual({ socketPath, ...means });
  });

  test.each(['%9', 'work1:0.5', 'work1:7.0', 'nowhere:0', 'work1', ''])('%j is none', async (target) => {
    expect(await found(target)).toBe(
      `there is no pane, window or session "${target}": see \`tmux list-panes -a\``,
    );
  });
});
