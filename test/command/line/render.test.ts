import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../../../src/status/options.ts';
import { FakeMachine } from '../../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
const other = '7d2119a5-c713-4389-8c62-68ff4e7037ce';
const soonS = 1_800_010_000;

function status(fields: object = {}): string {
  return JSON.stringify({
    session_id: id,
    cwd: '/home/dev/proj',
    model: { id: 'claude-opus-5', display_name: 'Opus 5' },
    ...fields,
  });
}

/** A machine whose line is configured so. */
function configured(config: unknown): FakeMachine {
  const machine = new FakeMachine();
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  machine.settings.put(join(machine.instances, 'config.json'), text, 0o600);
  return machine;
}

async function line(machine: FakeMachine, stdin: string = status(), env = {}): Promise<string> {
  const { code, out, err } = await machine.run(['render'], { stdin, env });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

const rows = (...left: readonly unknown[]): object => ({ rows: [left] });

/** A machine with one command in the line. */
const withCommand = (): FakeMachine =>
  configured({
    ...rows({ widget: 'command', value: 'weather' }, 'number'),
    commands: { weather: { run: ['weather', '-s'], everyMs: 60_000, timeoutMs: 500 } },
  });

/** Lets setup remember another tool's line. */
const setUp = (machine: FakeMachine): void => {
  const entry = { before: { kind: 'no-file' }, replaced: 'npx other --line', backup: null };
  const record = { v: 1, settings: { '/home/dev/.claude/settings.json': entry } };
  machine.settings.put(join(machine.instances, 'setup.json'), JSON.stringify(record), 0o600);
};

/** What the client tells of the limit of five hours. */
const told = (used: number, resetsS: number | null): object => ({
  rate_limits: { five_hour: { used_percentage: used, resets_at: resetsS } },
});

describe('the line', () => {
  it('shows what the configuration asks for', async () => {
    expect(await line(configured(rows('model', 'number')))).toBe('Opus 5 C1\n');
  });

  it('follows the configuration at once', async () => {
    const machine = configured(rows('model'));
    await line(machine);
    machine.settings.put(join(machine.instances, 'config.json'), JSON.stringify(rows('number')), 0o600);
    expect(await line(machine)).toBe('C1\n');
  });

  it.each([
    ['that is no JSON', '{"rows": [['],
    ['that is a list', '[1]'],
    ['with a bad theme', { theme: 'pink' }],
    ['with rows that are none', { rows: 7 }],
  ])('is as ever with a configuration %s', async (_, config) => {
    const plain = await line(new FakeMachine());
    expect(await line(configured(config))).toBe(plain);
  });

  it('is none at all when the user wants no rows', async () => {
    expect(await line(configured({ maxRows: 0 }))).toBe('');
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"session_id": "763'],
    ['a list', '[1, 2]'],
  ])('tells who sits there when the client says %s', async (_, stdin) => {
    const machine = new FakeMachine();
    const pane = await machine.openPane('main', 'desk');
    const client = machine.startClient(pane.pid);
    const hook = JSON.stringify({ session_id: id, cwd: '/home/dev', hook_event_name: 'SessionStart' });
    await machine.asClient(client, ['hook', 'SessionStart'], hook);
    const seat = { TMUX: `${machine.socketPath},1,0`, TMUX_PANE: pane.paneId };
    expect(await line(machine, stdin, seat)).toMatch(/C1 .*last seen/);
    expect(await line(machine, stdin)).toBe('statusline …\n');
  });

  it('shows what the client said last, with its age, when it says nothing that can be read', async () => {
    const machine = configured(rows('number', 'model'));
    const pane = await machine.openPane('main', 'desk');
    const client = machine.startClient(pane.pid);
    await machine.asClient(client, ['render'], status());
    machine.pass(300_000);
    const { out } = await machine.asClient(client, ['render'], '{"half', { CLAUDE_CODE_SESSION_ID: id });
    expect(out).toBe('C1 · Opus 5 · 5m ago …\n');
  });

  it("is as wide, and in such colours, as the caller's environment wants it", async () => {
    const machine = configured({ rows: [{ left: ['model'], right: ['number'] }], marginCells: 0 });
    expect(await line(machine, status(), { STATUSLINE_WIDTH: '30' })).toBe(`Opus 5${' '.repeat(22)}C1\n`);
    const colours = { NO_COLOR: '', FORCE_COLOR: '3' };
    const paper = await line(machine, status(), { ...colours, STATUSLINE_THEME: 'paper' });
    expect(paper).not.toBe(await line(machine, status(), colours));
    expect(await line(machine, status(), { ...colours, STATUSLINE_THEME: 'pink' })).toBe(
      await line(machine, status(), colours),
    );
  });

  it('shows the local time where the clock has a place', async () => {
    expect(await line(configured(rows('clock')))).toMatch(/\d\d:\d\d\n$/);
  });
});

describe('the limits of the account', () => {
  it('are the newest that any session was told', async () => {
    const machine = configured(rows('limits'));
    expect(await line(machine, status({ session_id: other, ...told(64, soonS) }))).toContain('64%');
    expect(await line(machine, status(told(12, soonS - 5)))).toContain('64%');
    expect(await line(machine, status(told(65, soonS)))).toContain('65%');
  });

  it('does not hold on to a limit of which nobody says when it ends', async () => {
    const machine = configured(rows('limits'));
    expect(await line(machine, status(told(80, null)))).toContain('80%');
    expect(await line(machine, status(told(5, null)))).toContain('5%');
  });
});

describe("the user's own command", () => {
  it('is run with what the client said, and shown', async () => {
    const machine = withCommand();
    machine.programs.prints(['weather', '-s'], 'rain\n');
    expect(await line(machine)).toBe('rain C1\n');
    expect(machine.programs.asked).toMatchObject([{ cwd: '/home/dev/proj', stdin: status() }]);
  });

  it('is run once in its period', async () => {
    const machine = withCommand();
    machine.programs.prints(['weather', '-s'], 'rain');
    await line(machine);
    machine.programs.prints(['weather', '-s'], 'sun');
    machine.pass(59_000);
    expect(await line(machine)).toContain('rain');
    machine.pass(2_000);
    expect(await line(machine)).toContain('sun');
  });

  it('that fails costs only itself, once in its period, and keeps what it said before', async () => {
    const machine = withCommand();
    expect(await line(machine)).toBe('C1\n');
    await line(machine);
    expect(machine.programs.asked).toHaveLength(1);
  });

  it('is not run without a place', async () => {
    const machine = configured({ ...rows('number'), commands: { weather: { run: ['weather'] } } });
    await line(machine);
    expect(machine.programs.asked).toEqual([]);
  });
});

describe("another tool's line", () => {
  const shown = { rows: [['wrapped'], ['number']] };

  it('is shown by the command that gave way, as the client ran it', async () => {
    const machine = configured(shown);
    setUp(machine);
    machine.programs.prints(['/bin/sh', '-c', 'npx other --line'], 'theirs\n');
    expect(await line(machine)).toBe('theirs\nC1\n');
    expect(machine.programs.asked[0]?.stdin).toBe(status());
  });

  it('is waited for a moment by the resident, but not where it took longer the last time', async () => {
    const machine = configured(shown);
    setUp(machine);
    machine.programs.isLasting = true;
    machine.programs.prints(['/bin/sh', '-c', 'npx other --line'], 'theirs\n');
    for (const tookMs of [20, 900, 20, 20]) {
      machine.programs.meanwhile = () => machine.pass(tookMs);
      expect(await line(machine)).toBe('theirs\nC1\n');
      machine.pass(2_000);
    }
    expect(machine.programs.waitsMs).toEqual([250, 250, 0, 250]);
  });

  it('is not asked for when nobody wants to see it', async () => {
    const machine = new FakeMachine();
    setUp(machine);
    await line(machine);
    expect(machine.programs.asked).toEqual([]);
    expect(defaultOptions.rows.flatMap((row) => row.left)).not.toContainEqual({ widget: 'wrapped' });
  });
});
