import { anything, array, assert, constantFrom, double, oneof, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/status/config.ts';
import { importCcstatusline } from '../../src/status/import-ccstatusline.ts';

const settings = {
  version: 3,
  lines: [
    [
      { id: '1', type: 'model', color: 'cyan' },
      { id: '2', type: 'separator', character: '|' },
      { id: '3', type: 'context-length', color: 'brightBlack' },
      { id: '4', type: 'separator' },
      { id: '5', type: 'git-branch', color: 'hex:FF8800', maxWidth: 24 },
      { id: '6', type: 'git-changes', color: 'yellow' },
      { id: '7', type: 'flex-separator' },
      { id: '8', type: 'custom-text', customText: 'work' },
      { id: '9', type: 'custom-command', commandPath: 'date +%H:%M', timeout: 500 },
    ],
    [
      { id: '10', type: 'free-memory' },
      { id: '11', type: 'session-cost' },
    ],
    [],
  ],
  powerline: { enabled: true, separators: ['\ue0b0'], theme: 'nord-aurora' },
};

describe('settings of ccstatusline', () => {
  const { config, notes } = importCcstatusline(settings);

  test('become rows, a separator, colours, commands and a style', () => {
    expect(config).toEqual({
      rows: [
        {
          left: [{ widget: 'model' }, { widget: 'context' }, { widget: 'branch', maxCells: 24 }],
          right: [
            { widget: 'text', value: 'work' },
            { widget: 'command', value: 'command-1' },
          ],
        },
        { left: [{ widget: 'cost' }], right: [] },
      ],
      maxRows: 2,
      separator: ' | ',
      style: 'powerline',
      colours: { model: 'cyan', branch: '#ff8800' },
      commands: { 'command-1': { run: ['sh', '-c', 'date +%H:%M'], everyMs: 10_000, timeoutMs: 500 } },
    });
  });

  test('that have no counterpart are named', () => {
    expect(notes.join('\n')).toMatch(/"free-memory" has no counterpart/);
    expect(notes.join('\n')).toMatch(/powerline theme was not taken over/);
  });

  test('become a configuration that reads without a problem', () => {
    expect(readConfig(config).problems).toEqual([]);
  });

  test.each([
    ['ansi256:208', '#ff8700'],
    ['ansi256:244', '#808080'],
    ['hex:00FF00', '#00ff00'],
    ['brightBlue', 'bright-blue'],
    ['gradient:a-b', undefined],
    ['ansi256:300', undefined],
  ])('bring the colour %s as %s', (color, expected) => {
    const imported = importCcstatusline({ lines: [[{ type: 'model', color }]] }).config;
    expect(imported['colours']).toEqual(expected === undefined ? undefined : { model: expected });
    expect(readConfig(imported).problems).toEqual([]);
  });

  test('as they are when it is started for the first time come along whole', () => {
    const types = [
      'model',
      'separator',
      'context-length',
      'separator',
      'git-branch',
      'separator',
      'git-changes',
    ];
    const lines = [types.map((type, index) => ({ id: String(index + 1), type })), [], []];
    expect(importCcstatusline({ version: 4, lines, flexMode: 'full', colorLevel: 2 })).toEqual({
      config: {
        rows: [{ left: [{ widget: 'model' }, { widget: 'context' }, { widget: 'branch' }], right: [] }],
        maxRows: 2,
      },
      notes: [],
    });
  });

  test.each([
    ['nothing', null],
    ['a text', 'lines'],
    ['no lines', { version: 3 }],
    ['lines that are none', { lines: [3, { type: 'model' }, ['model']] }],
  ])('of %s give nothing and say so', (_what, value) => {
    expect(importCcstatusline(value)).toEqual({
      config: {},
      notes: [expect.stringMatching(/nothing was taken over/)],
    });
  });

  test('of whatever kind never give a configuration with a problem', () => {
    const item = record(
      {
        type: oneof(
          constantFrom('model', 'custom-text', 'custom-command', 'flex-separator', 'separator'),
          string(),
        ),
        color: oneof(string(), constantFrom('cyan', 'brightBlue', 'hex:00ff00', 'gradient:a-b')),
        customText: anything(),
        commandPath: oneof(string(), anything()),
        character: anything(),
        maxWidth: anything(),
        timeout: oneof(double(), anything()),
      },
      { requiredKeys: [] },
    );
    assert(
      property(array(oneof(array(item), anything())), anything(), (lines, powerline) => {
        const imported = importCcstatusline({ lines, powerline });
        expect(readConfig(imported.config).problems).toEqual([]);
      }),
    );
  });
});
