import { describe, expect, test } from 'vitest';
import { needsOf } from '../../src/status/needs.ts';
import { defaultOptions, type LineOptions } from '../../src/status/options.ts';

const weather = { run: ['weather'], everyMs: 60_000, timeoutMs: 500 } as const;
const idle = { run: ['idle'], everyMs: 60_000, timeoutMs: 500 } as const;

describe('what has to be gathered', () => {
  const nothing = {
    dirt: false,
    links: false,
    compaction: false,
    limits: false,
    localTime: false,
    wrapped: false,
    commands: {},
  };

  test('is what the default line shows', () => {
    const shown = { dirt: true, links: true, compaction: true, limits: true };
    expect(needsOf(defaultOptions)).toEqual({ ...nothing, ...shown });
  });

  test('is what has a place', () => {
    const options: LineOptions = {
      ...defaultOptions,
      commands: { weather, idle },
      rows: [{ left: [{ widget: 'wrapped' }], right: [{ widget: 'command', value: 'weather' }] }],
    };
    expect(needsOf(options)).toEqual({ ...nothing, wrapped: true, commands: { weather } });
  });

  test.each([
    ['clock', { localTime: true }],
    ['pullRequest', { links: true }],
    ['number', { links: true }],
    ['cost', {}],
  ] as const)('is for the widget %s alone %j', (widget, needed) => {
    const options: LineOptions = { ...defaultOptions, rows: [{ left: [{ widget }], right: [] }] };
    expect(needsOf(options)).toEqual({ ...nothing, ...needed });
  });
});
