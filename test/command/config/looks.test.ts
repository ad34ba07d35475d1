import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../src/command/config/asker.ts';
import { editConfig } from '../../../src/command/config/editor.ts';
import { configSchema } from '../../../src/status/config-schema.ts';
import { defaultOptions } from '../../../src/status/options.ts';
import { plainRow } from '../../../src/status/row-edit.ts';
import { themeNames } from '../../../src/status/themes.ts';
import { widthCells } from '../../../src/text/width.ts';
import { FakeMachine } from '../../fakes/machine.ts';
import { shownEditor } from '../../fakes/asker.ts';

/** As an editor finds it. */
const $schema = './config.schema.json';
const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

function path(machine: FakeMachine): string {
  return join(machine.instances, 'config.json');
}

function configured(text: string): FakeMachine {
  const machine = new FakeMachine();
  machine.settings.put(path(machine), text, 0o600);
  return machine;
}

function written(machine: FakeMachine): unknown {
  const text = machine.settings.files.get(path(machine));
  return text === undefined ? undefined : JSON.parse(text);
}

async function edit(machine: FakeMachine, asker: Asker): Promise<number> {
  return (await machine.inWorld(['config'], (world) => editConfig(world, asker))).code;
}

/** A row of the default line, as a user would write it. */
function ownRow(index: number): unknown {
  const row = defaultOptions.rows[index];
  return row === undefined ? undefined : plainRow(row);
}

describe('preview', () => {
  it('draws a sample in the width asked for', async () => {
    const { out, code } = await new FakeMachine().run(['preview', '--width', '60']);
    expect(code).toBe(0);
    expect(out).toContain('Token Expiry C7');
    for (const row of out.trimEnd().split('\n')) expect(widthCells(row)).toBeLessThanOrEqual(60);
  });

  it('draws every theme by its name', async () => {
    const { out } = await new FakeMachine().run(['preview', '--theme', 'all']);
    for (const theme of themeNames) expect(out).toContain(`${theme}:\n`);
  });

  it('draws colours only for a terminal, or when told to', async () => {
    const machine = new FakeMachine();
    expect((await machine.run(['preview'], { env: { NO_COLOR: '' } })).out).not.toContain('\u001b');
    expect((await machine.run(['preview'], { env: { FORCE_COLOR: '3' } })).out).toContain('\u001b[');
  });

  it.each([
    [
      'the flag',
      ['--theme', 'mono', '--width', '50'],
      { STATUSLINE_THEME: 'paper', STATUSLINE_WIDTH: '70' },
      'mono',
      50,
    ],
    ['the environment', [], { STATUSLINE_THEME: 'paper', STATUSLINE_WIDTH: '70' }, 'paper', 70],
    ['the file, and the terminal', [], {}, 'forest', 120],
    [
      'the file where the environment holds nonsense',
      [],
      { STATUSLINE_THEME: 'pink', STATUSLINE_WIDTH: 'x' },
      'forest',
      120,
    ],
  ])('takes theme and width from %s', async (_, flags, env, theme, columns) => {
    const machine = configured('{"theme": "forest"}');
    const { out } = await machine.run(['preview', '--json', ...flags], { env });
    const [drawn] = JSON.parse(out) as readonly {
      readonly theme: string;
      readonly rows: readonly string[];
    }[];
    expect(drawn?.theme).toBe(theme);
    const widest = Math.max(...(drawn?.rows ?? []).map(widthCells));
    expect(widest).toBeGreaterThan(columns - 12);
    expect(widest).toBeLessThanOrEqual(columns - 4);
  });

  it('refuses a theme that there is not', async () => {
    expect(await new FakeMachine().run(['preview', '--theme', 'pink'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('explain', () => {
  it('explains a sample before any line was drawn', async () => {
    const { out } = await new FakeMachine().run(['explain']);
    expect(out).toMatch(/this is a sample/);
    expect(out).toMatch(/1 left +name +whole +Token Expiry/);
  });

  it('explains the last line: what was shown, and why something was not', async () => {
    const machine = new FakeMachine();
    const stdin = JSON.stringify({ session_id: id, cwd: '/home/dev/proj', cost: { total_cost_usd: 'much' } });
    await machine.run(['render'], { stdin, env: { COLUMNS: '44' } });
    const { out } = await machine.run(['explain', 'C1', '--json'], { env: { COLUMNS: '200' } });
    const explained: unknown = JSON.parse(out);
    expect(explained).toMatchObject({ session_id: id });
    expect(explained).toHaveProperty('widgets');
    expect(out).toMatch(/total_cost_usd is of type string/);
    expect((await machine.run(['explain'])).out).toMatch(/line of C1.*44 columns/);
    expect(explained).toMatchObject({ gathered_ms: expect.any(Number) as number });
    const { widgets } = explained as { readonly widgets: readonly Readonly<Record<string, unknown>>[] };
    const cost = (name: string): unknown => widgets.find(({ widget }) => widget === name);
    expect(cost('model')).toMatchObject({ drawn_ms: 0.25, gathered_ms: null });
    expect(cost('branch')).toMatchObject({ drawn_ms: 0.25, gathered_ms: expect.any(Number) as number });
    expect((await machine.run(['explain'])).out).toMatch(/model +\w+ .* 0\.25 ms .*\n.*directory/);
  });

  it('says so when a session has drawn no line', async () => {
    const machine = new FakeMachine();
    const hook = { session_id: id, cwd: '/home/dev', hook_event_name: 'SessionStart', source: 'startup' };
    await machine.run(['hook', 'SessionStart'], { stdin: JSON.stringify(hook) });
    expect(await machine.run(['explain', 'C1'])).toMatchObject({ code: 1, out: '' });
  });
});

describe('config', () => {
  it('sets a field and gets it back', async () => {
    const machine = new FakeMachine();
    expect((await machine.run(['config', 'set', 'theme', 'midnight'])).code).toBe(0);
    expect((await machine.run(['config', 'set', 'rows[0]', '["name","clock"]'])).code).toBe(0);
    expect(written(machine)).toMatchObject({ theme: 'midnight', rows: [['name', 'clock'], ownRow(1)] });
  });

  it('gets what holds, defaults and all', async () => {
    const machine = configured('{"theme": "forest"}');
    expect((await machine.run(['config', 'get', 'theme'])).out).toBe('"forest"\n');
    expect((await machine.run(['config', 'get', 'style'])).out).toBe('"plain"\n');
    expect(JSON.parse((await machine.run(['config'])).out)).toMatchObject({ theme: 'forest', maxRows: 2 });
    expect(await machine.run(['config', 'get', 'nothing'])).toMatchObject({ code: 1, out: '' });
  });

  it('sets how sessions come back, and gets it', async () => {
    const machine = new FakeMachine();
    expect((await machine.run(['config', 'get', 'recovery.lazyAbove'])).out).toBe('12\n');
    const said = await machine.run(['config', 'set', 'recovery.lazyAbove', '3']);
    expect(said).toMatchObject({ code: 0, out: 'recovery.lazyAbove is 3 now.\n' });
    expect((await machine.run(['config', 'get', 'recovery.lazyAbove'])).out).toBe('3\n');
    expect((await machine.run(['config', 'set', 'recovery.autoRecover', 'always'])).code).toBe(1);
    expect(written(machine)).toEqual({ $schema, recovery: { lazyAbove: 3 } });
  });

  it('sets how sessions are named, and gets it', async () => {
    const machine = new FakeMachine();
    expect((await machine.run(['config', 'get', 'naming.backend'])).out).toBe('"auto"\n');
    expect((await machine.run(['config', 'set', 'naming.backend', 'fallback'])).code).toBe(0);
    expect((await machine.run(['config', 'get', 'naming.backend'])).out).toBe('"fallback"\n');
    const said = await machine.run(['config', 'set', 'naming.backend', 'telepathy']);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toContain('naming.backend: expected one of auto, claude, api, fallback, off');
  });

  it('puts the schema beside what it writes, and names it there once', async () => {
    const machine = configured('{"$schema": "./mine.json"}');
    await machine.run(['config', 'set', 'theme', 'midnight']);
    expect(written(machine)).toEqual({ $schema: './mine.json', theme: 'midnight' });
    const beside = machine.settings.files.get(join(machine.instances, 'config.schema.json'));
    expect(JSON.parse(beside ?? '')).toEqual(configSchema());
  });

  it('names what it refuses, in one line, and changes nothing', async () => {
    const machine = configured('{"theme": "forest"}');
    const said = await machine.run(['config', 'set', 'theme', 'pink']);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toMatch(/^statusline: theme: expected one of .*, found "pink": nothing was changed\n$/);
    expect(written(machine)).toEqual({ theme: 'forest' });
  });

  it.each([
    ['set', ['set', 'theme', 'midnight']],
    ['import', ['import', '/home/dev/theirs.json']],
  ])('%s never rewrites a file that does not parse', async (_, words) => {
    const machine = configured('{"theme": "forest",}');
    machine.settings.put('/home/dev/theirs.json', '{"lines":[[{"type":"model"}]]}', 0o600);
    const said = await machine.run(['config', ...words]);
    expect(said.code).toBe(1);
    expect(said.err.trimEnd().split('\n')).toHaveLength(1);
    expect(machine.settings.files.get(path(machine))).toBe('{"theme": "forest",}');
  });

  it('imports what ccstatusline was set to, and keeps the rest', async () => {
    const machine = configured('{"theme": "forest"}');
    const theirs = '/home/dev/.config/ccstatusline/settings.json';
    machine.settings.put(theirs, '{"lines":[[{"type":"model"},{"type":"git-branch"}]]}', 0o600);
    expect((await machine.run(['config', 'import'])).code).toBe(0);
    expect(written(machine)).toMatchObject({
      theme: 'forest',
      rows: [{ left: [{ widget: 'model' }, { widget: 'branch' }] }],
    });
  });

  it('says where the file is', async () => {
    const machine = new FakeMachine();
    expect((await machine.run(['config', 'path'])).out).toBe(`${path(machine)}\n`);
  });
});

describe('the editor', () => {
  it('shows the line as it would be, and writes what was changed alone', async () => {
    const machine = configured('{"separator": " | "}');
    const editor = shownEditor([
      'theme',
      'midnight',
      'row 1',
      'choose',
      ['task', 'clock'],
      'back',
      'add',
      ['fleet'],
      'save',
    ]);
    expect(await edit(machine, editor)).toBe(0);
    expect(written(machine)).toMatchObject({ separator: ' | ', theme: 'midnight', maxRows: 3 });
    expect(written(machine)).toMatchObject({ rows: [expect.anything(), ['task', 'clock'], ['fleet']] });
    expect(editor.shown.at(0)).toContain('Token Expiry');
    expect(editor.shown.at(-1)).toContain('2 waiting');
  });

  it.each([[['theme', 'midnight', 'leave']], [['theme', null, null]], [[null]]])(
    'writes nothing when the user leaves: %j',
    async (answers) => {
      const machine = new FakeMachine();
      expect(await edit(machine, shownEditor(answers))).toBe(0);
      expect(written(machine)).toBeUndefined();
    },
  );

  it('does not open on a file that does not parse', async () => {
    const machine = configured('{');
    expect(await edit(machine, shownEditor([]))).toBe(1);
  });

  it('moves a widget, with the line as it would be after each step', async () => {
    const machine = configured('{"rows": [["name", "model", "clock"], ["task"]]}');
    const moves = ['left 2', 'earlier', 'earlier', 'side', 'down', 'back', 'back'];
    const editor = shownEditor(['row 0', ...moves, 'save']);
    expect(await edit(machine, editor)).toBe(0);
    expect(written(machine)).toMatchObject({
      rows: [['name', 'model'], { left: ['task'], right: ['clock'] }],
    });
    const firsts = editor.shown.map((shown) => shown.split('\n')[0] ?? '');
    expect(firsts[1]).toMatch(/Token Expiry · \d\d:\d\d · ◆? ?Opus/);
    expect(firsts[2]).toMatch(/^\d\d:\d\d · Token Expiry/);
    expect(firsts[3]).toMatch(/Opus.* \d\d:\d\d$/);
    expect(editor.shown.at(-1)).toMatch(/expired.* \d\d:\d\d$/);
  });

  it('takes a widget out, and changes nothing when the user goes back', async () => {
    const machine = configured('{"rows": [["name", "model"]]}');
    await edit(machine, shownEditor(['row 0', 'left 1', 'out', 'back', 'save']));
    expect(written(machine)).toMatchObject({ rows: [['name']] });
    const other = configured('{"theme": "forest"}');
    await edit(
      other,
      shownEditor(['row 0', 'left 1', 'back', 'back', 'row 0', 'left 2', null, null, 'save']),
    );
    expect(written(other)).toEqual({ $schema, theme: 'forest' });
  });

  it('offers no step that cannot be taken', async () => {
    const machine = configured('{"rows": [["name"]]}');
    await expect(edit(machine, shownEditor(['row 0', 'left 0', 'up']))).rejects.toThrow('offers no up');
  });

  it('takes a row out that has no widgets any more', async () => {
    const machine = new FakeMachine();
    await edit(machine, shownEditor(['row 0', 'choose', [], 'back', 'save']));
    expect(written(machine)).toEqual({ $schema, rows: [ownRow(1)], maxRows: 2 });
  });
});

describe('subagents', () => {
  it('gives a JSON line for each, and nothing for what cannot be read', async () => {
    const machine = new FakeMachine();
    const task = {
      id: 'a1',
      name: 'reviewer',
      status: 'running',
      description: 'look for races',
      tokenCount: 1200,
    };
    const { out } = await machine.run(['subagents'], {
      stdin: JSON.stringify({ columns: 60, tasks: [task] }),
    });
    expect(JSON.parse(out)).toMatchObject({ id: 'a1' });
    expect(out).toContain('look for races');
    expect(await machine.run(['subagents'], { stdin: '{' })).toEqual({ code: 0, out: '', err: '' });
  });
});
