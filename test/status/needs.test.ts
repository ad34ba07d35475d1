import { describe, expect, test } from 'vitest';
import { dueCommands, needsOf } from '../../src/status/needs.ts';
import { defaultOptions, type LineOptions } from '../../src/status/options.ts';
import { nowMs } from './sample.ts';

const weather = { run: ['weather'], everyMs: 60_000, timeoutMs: 500 } as const;
const idle = { run: ['idle'], everyMs: 60_000, timeoutMs: 500 } as const;

describe('what has to be gathered', () => {
  test('is the dirt and nothing else by default', () => {
    expect(needsOf(defaultOptions)).toEqual({ dirt: true, wrapped: false, commands: {} });
  });

  test('is what has a place', () => {
    const options: LineOptions = {
      ...defaultOptions,
      commands: { weather, idle },
      rows: [{ left: [{ widget: 'wrapped' }], right: [{ widget: 'command', value: 'weather' }] }],
    };
    expect(needsOf(options)).toEqual({ dirt: false, wrapped: true, commands: { weather } });
  });
});

describe('a command', () => {
  test.each([
    ['that never ran is due', {}, ['weather']],
    ['that ran just now is not', { weather: { text: '', atMs: nowMs - 59_999 } }, []],
    ['that ran a period ago is due', { weather: { text: '', atMs: nowMs - 60_000 } }, ['weather']],
    ['that ran in the future is due', { weather: { text: '', atMs: nowMs + 1 } }, ['weather']],
  ])('%s', (_what, outputs, expected) => {
    expect(dueCommands({ weather }, outputs, nowMs)).toEqual(expected);
  });
});
