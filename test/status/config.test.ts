import { anything, assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig, readConfigText } from '../../src/status/config.ts';
import { configSchema } from '../../src/status/config-schema.ts';
import { namingByDefault } from '../../src/status/naming-settings.ts';
import { renderLine } from '../../src/status/line.ts';
import { defaultOptions } from '../../src/status/options.ts';
import { recoveryByDefault, recoverySection } from '../../src/status/recovery-settings.ts';
import { sampleFacts } from './sample.ts';

const schemaFile = '../../plugins/statusline/schema/config.schema.json';

describe('the configuration', () => {
  test.each([
    ['no file', null],
    ['an empty file', '  \n'],
    ['an empty object', '{}'],
    ['a schema reference', '{"$schema": "./config.schema.json"}'],
    ['nulls', '{"theme": null, "rows": null}'],
    ['what belongs to other parts', '{"naming": {"backend": "off"}, "recovery": {"lazyAbove": 3}}'],
  ])('of %s is the default', (_what, text) => {
    expect(readConfigText(text)).toMatchObject({ options: defaultOptions, problems: [] });
  });

  test('holds every field that is given', () => {
    const text = JSON.stringify({
      theme: 'paper',
      style: 'powerline',
      separator: ' | ',
      icons: 'none',
      maxRows: 1,
      oneRowBelowRows: 0,
      marginCells: 4,
      rows: [
        ['name', { widget: 'context', label: 'ctx', priority: 99, maxCells: 20, form: 'short' }],
        { right: ['clock'] },
      ],
      colours: { name: '#ff8800', branch: 'bright-green' },
      commands: { weather: { run: ['weather', '--short'], everyMs: 600_000, timeoutMs: 500 } },
    });
    expect(readConfigText(text)).toEqual({
      problems: [],
      naming: namingByDefault,
      options: {
        theme: 'paper',
        style: 'powerline',
        separator: ' | ',
        icons: 'none',
        maxRows: 1,
        oneRowBelowRows: 0,
        marginCells: 4,
        rows: [
          {
            left: [
              { widget: 'name' },
              { widget: 'context', label: 'ctx', priority: 99, maxCells: 20, form: 'short' },
            ],
            right: [],
          },
          { left: [], right: [{ widget: 'clock' }] },
        ],
        colours: { name: { rgb: 0xff8800, ansi: 3 }, branch: { rgb: null, ansi: 10 } },
        commands: { weather: { run: ['weather', '--short'], everyMs: 600_000, timeoutMs: 500 } },
      },
    });
  });

  test.each([
    ['a theme that there is not', { theme: 'neon' }, 'theme'],
    ['a number for a word', { style: 3 }, 'style'],
    ['a text for a number', { maxRows: '2' }, 'maxRows'],
    ['a number out of bounds', { maxRows: 99 }, 'maxRows'],
    ['half a number', { marginCells: 1.5 }, 'marginCells'],
    ['an endless separator', { separator: 'x'.repeat(99) }, 'separator'],
    ['no list of rows', { rows: 'name' }, 'rows'],
    ['no row', { rows: [3] }, 'rows[0]'],
    ['no widget', { rows: [['name', 'weather']] }, 'rows[0][1]'],
    ['no widget in an object', { rows: [{ left: [{ widget: 'weather' }] }] }, 'rows[0].left[0].widget'],
    ['a widget without its name', { rows: [[{ label: 'x' }]] }, 'rows[0][0]'],
    ['a bad field of a widget', { rows: [[{ widget: 'name', form: 'tall' }]] }, 'rows[0][0].form'],
    ['an unknown field', { thema: 'paper' }, 'thema'],
    ['an unknown field of a widget', { rows: [[{ widget: 'name', colour: 'red' }]] }, 'rows[0][0].colour'],
    ['a colour that is none', { colours: { name: 'reddish' } }, 'colours.name'],
    ['a role that is none', { colours: { title: 'red' } }, 'colours.title'],
    ['a command without a program', { commands: { a: { run: [] } } }, 'commands.a.run'],
    ['a command as a shell line', { commands: { a: { run: 'ls | wc' } } }, 'commands.a.run'],
    ['a list for a file', [], 'the file'],
    ['no object for recovery', { recovery: 'lazy' }, 'recovery'],
    ['a bad field of recovery', { recovery: { autoRecover: 'always' } }, 'recovery.autoRecover'],
    ['an unknown field of recovery', { recovery: { lazy: true } }, 'recovery.lazy'],
  ])('with %s names it', (_what, value, path) => {
    expect(readConfig(value).problems.map((problem) => problem.path)).toContain(path);
  });

  test('of recovery is read field by field, and the line does not mind it', () => {
    const config = { recovery: { lazyAbove: -1, autoRecover: 'lazy' } };
    expect(recoverySection.read(config).settings).toEqual({ ...recoveryByDefault, autoRecover: 'lazy' });
    expect(readConfig(config).options).toEqual(defaultOptions);
    expect(recoverySection.read({ recovery: null })).toEqual({ settings: recoveryByDefault, problems: [] });
    expect(recoverySection.read({ recovery: [] }).settings).toEqual(recoveryByDefault);
  });

  test('with one bad field holds the rest', () => {
    const { options, problems } = readConfig({
      theme: 'neon',
      separator: ' | ',
      rows: [['name', 'weather', 'cost']],
    });
    expect(options).toEqual({
      ...defaultOptions,
      separator: ' | ',
      rows: [{ left: [{ widget: 'name' }, { widget: 'cost' }], right: [] }],
    });
    expect(problems.map(({ path, found }) => [path, found])).toEqual([
      ['theme', '"neon"'],
      ['rows[0][1]', '"weather"'],
    ]);
  });

  test('that is no JSON is the default and says so', () => {
    expect(readConfigText('{"theme": ')).toMatchObject({
      options: defaultOptions,
      problems: [{ path: 'the file' }],
    });
  });

  test('never keeps the line from being drawn, whatever it holds', () => {
    assert(
      property(
        anything(),
        (value) => renderLine(sampleFacts(), { ...readConfig(value).options, maxRows: 2 }) !== '',
      ),
    );
  });

  test('has a published schema that is up to date', async () => {
    await expect(`${JSON.stringify(configSchema(), null, 2)}\n`).toMatchFileSnapshot(schemaFile);
  });

  test('has a default that reads as itself', () => {
    expect(readConfig(defaultOptions)).toMatchObject({ options: defaultOptions, problems: [] });
  });
});
