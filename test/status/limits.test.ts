import { describe, expect, test } from 'vitest';
import type { RateLimits, RateWindow } from '../../src/claude/rate-limits.ts';
import { areSameLimits, newestLimits } from '../../src/status/limits.ts';
import { nowMs } from './sample.ts';

const none: RateLimits = { fiveHour: null, sevenDay: null, spend: null, models: [] };
const hourMs = 3_600_000;

function five(usedPercent: number, hours: number | null): RateLimits {
  return { ...none, fiveHour: { usedPercent, resetsAtMs: hours === null ? null : nowMs + hours * hourMs } };
}

function model(modelName: string, usedPercent: number): RateLimits {
  return { ...none, models: [{ modelName, usedPercent, resetsAtMs: null }] };
}

describe('the newest limits', () => {
  test.each<readonly [string, readonly RateLimits[], RateWindow | null]>([
    ['of none are none', [], null],
    ['of sessions without any are none', [none, none], null],
    ['of one session are its own', [five(20, 2)], five(20, 2).fiveHour],
    ['are of the window that ends last', [five(90, 1), five(10, 5), five(50, 3)], five(10, 5).fiveHour],
    ['of one window are the fullest', [five(20, 2), five(35, 2), five(30, 2)], five(35, 2).fiveHour],
    ['leave out what has ended', [five(90, -1), five(10, 1)], five(10, 1).fiveHour],
    ['are none when all have ended', [five(90, -1)], null],
    ['prefer an end that is known', [five(90, null), five(10, 1)], five(10, 1).fiveHour],
  ])('%s', (_what, told, expected) => {
    expect(newestLimits(told, nowMs).fiveHour).toEqual(expected);
  });

  test('of single models are by model', () => {
    expect(newestLimits([model('Opus', 10), model('Opus', 30), model('Haiku', 5)], nowMs).models).toEqual([
      { modelName: 'Opus', usedPercent: 30, resetsAtMs: null },
      { modelName: 'Haiku', usedPercent: 5, resetsAtMs: null },
    ]);
  });
});

describe('two views of the limits', () => {
  test.each<readonly [string, RateLimits, RateLimits, boolean]>([
    ['are the same when nothing is known', none, none, true],
    ['are the same with the same figures', five(20, 2), five(20, 2), true],
    ['differ by their share', five(20, 2), five(21, 2), false],
    ['differ by their end', five(20, 2), five(20, 3), false],
    ['differ when only one knows', five(20, 2), none, false],
    ['are the same with the same models', model('Opus', 3), model('Opus', 3), true],
    ['differ by a model’s share', model('Opus', 3), model('Opus', 4), false],
    ['differ by their models', model('Opus', 3), model('Sonnet', 3), false],
    ['differ by how many models there are', model('Opus', 3), none, false],
  ])('%s', (_what, a, b, expected) => {
    expect(areSameLimits(a, b)).toBe(expected);
    expect(areSameLimits(b, a)).toBe(expected);
  });
});
