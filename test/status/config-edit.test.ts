import { describe, expect, it } from 'vitest';
import { valueAt, withValueAt } from '../../src/status/config-edit.ts';
import { plainRow, withWidgets } from '../../src/status/row-edit.ts';

const given = { theme: 'forest', colours: { name: 'red' }, rows: [['name', 'cost'], { left: ['task'] }] };

describe('a change of the configuration', () => {
  const changes: readonly (readonly [string, unknown, unknown])[] = [
    ['theme', 'midnight', { ...given, theme: 'midnight' }],
    ['style', 'blocks', { ...given, style: 'blocks' }],
    ['colours.name', '#ff8800', { ...given, colours: { name: '#ff8800' } }],
    ['colours.path', 'blue', { ...given, colours: { name: 'red', path: 'blue' } }],
    ['rows[0][1]', 'model', { ...given, rows: [['name', 'model'], { left: ['task'] }] }],
    [
      'rows[1].right',
      ['clock'],
      { ...given, rows: [['name', 'cost'], { left: ['task'], right: ['clock'] }] },
    ],
    ['rows[2]', ['clock'], { ...given, rows: [...given.rows, ['clock']] }],
    ['theme', null, { colours: given.colours, rows: given.rows }],
    ['rows[1]', null, { ...given, rows: [['name', 'cost']] }],
    ['commands.a.run', ['date'], { ...given, commands: { a: { run: ['date'] } } }],
  ];
  it.each(changes)('at %s to %j changes that alone', (path, value, expected) => {
    expect(withValueAt(given, path, value)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['theme', 'pink'],
    ['colours.name', 'no colour'],
    ['rows[0][0]', 'no widget'],
    ['them', 'midnight'],
    ['maxRows', 99],
    ['__proto__', 'x'],
    ['constructor.name', 'x'],
  ])('at %s to %j is refused by name', (path, value) => {
    const changed = withValueAt(given, path, value);
    expect(changed).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it.each([['rows[7]'], ['theme.deeper'], [''], ['rows[0].x']])('at "%s" leads nowhere', (path) => {
    expect(withValueAt(given, path, 'x')).toMatchObject({ ok: false, failure: { kind: 'no-such-place' } });
  });

  it('goes through although something else was wrong before', () => {
    const damaged = { theme: 'pink', style: 'blocks' };
    expect(withValueAt(damaged, 'style', 'plain')).toMatchObject({ ok: true });
    expect(withValueAt(damaged, 'theme', 'rose')).toMatchObject({ ok: false });
  });

  it('is found where it was put', () => {
    expect(valueAt(given, 'rows[1].left[0]')).toBe('task');
    expect(valueAt(given, 'rows[9].left')).toBeUndefined();
    for (const path of ['constructor', '__proto__', 'rows[0].toString', 'rows.map']) {
      expect(valueAt(given, path)).toBeUndefined();
    }
  });
});

describe('a row', () => {
  const row = {
    left: [{ widget: 'name', maxCells: 9 }, { widget: 'cost' }],
    right: [{ widget: 'shield' }],
  } as const;

  it('keeps what it has as it is, and takes what is new at the end of the left', () => {
    expect(withWidgets(row, ['shield', 'model', 'name'])).toEqual({
      left: [{ widget: 'name', maxCells: 9 }, { widget: 'model' }],
      right: [{ widget: 'shield' }],
    });
  });

  it('is written as a user would', () => {
    expect(plainRow(row)).toEqual({ left: [{ widget: 'name', maxCells: 9 }, 'cost'], right: ['shield'] });
    expect(plainRow({ ...row, right: [] })).toEqual([{ widget: 'name', maxCells: 9 }, 'cost']);
  });
});
