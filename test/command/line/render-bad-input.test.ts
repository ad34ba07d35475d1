import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainRow } from '../../../src/status/row-edit.ts';
import { FakeMachine } from '../../fakes/machine.ts';
import { badInputs, expectSane, mutationsOf } from '../../status/bad-input.ts';
import { allWidgets, missingWidgets } from '../../status/sample.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/claude');
const columns = 100;
const maxRows = 4;

/** A machine whose line has every widget, a command and another tool's line among them. */
function everyWidget(): FakeMachine {
  const machine = new FakeMachine();
  const config = {
    rows: allWidgets.map(plainRow),
    maxRows,
    commands: { weather: { run: ['weather'] } },
  };
  machine.settings.put(join(machine.instances, 'config.json'), JSON.stringify(config), 0o600);
  const entry = { before: { kind: 'no-file' }, replaced: 'other --line', backup: null };
  const record = { v: 1, settings: { '/home/dev/.claude/settings.json': entry } };
  machine.settings.put(join(machine.instances, 'setup.json'), JSON.stringify(record), 0o600);
  machine.programs.prints(['weather'], '\u001b]52;c;eA==\u00077 degrees');
  machine.programs.prints(['/bin/sh', '-c', 'other --line'], '\u001b[31mtheirs\u001b[0m\u001b[2J');
  return machine;
}

const env = { COLUMNS: String(columns), NO_COLOR: '', FORCE_COLOR: '3', FORCE_HYPERLINK: '1' };

async function expectLine(machine: FakeMachine, stdin: string): Promise<readonly string[]> {
  const { code, out, err } = await machine.run(['render'], { stdin, env });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.endsWith('\n')).toBe(true);
  return expectSane(out.slice(0, -1), columns, maxRows);
}

it('every widget is in these lines', () => {
  expect(missingWidgets).toEqual([]);
});

describe('a render gives a line and exits 0 whatever it is told', () => {
  it.each(badInputs)('%s', async (_what, stdin) => {
    await expectLine(everyWidget(), stdin);
  });
});

describe('a render gives a line and exits 0 with one field wrong', () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('-statusline.json'));

  it.each(names)('%s', async (name) => {
    const sent = readFileSync(join(fixtures, name), 'utf8');
    const machine = everyWidget();
    expect((await expectLine(machine, sent)).join('\n')).toMatch(/C1 .*7 degrees/s);
    // Missing, null, and of a type that no field has where this one stands: one of the two is wrong for each.
    const mutations = mutationsOf(JSON.parse(sent), [undefined, null, 'a text', { deep: {} }]);
    expect(mutations.length).toBeGreaterThan(100);
    for (const { json } of mutations) await expectLine(machine, json);
  });
});
