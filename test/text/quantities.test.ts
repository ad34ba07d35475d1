import { assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ago, dollars, duration, percent, shortCount, shortDuration } from '../../src/text/quantities.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

describe('shortCount', () => {
  test.each([
    [0, '0'],
    [940, '940'],
    [999.4, '999'],
    [999.6, '1k'],
    [1000, '1k'],
    [1234, '1.2k'],
    [9949, '9.9k'],
    [9950, '10k'],
    [34_400, '34k'],
    [999_499, '999k'],
    [999_600, '1M'],
    [1_100_000, '1.1M'],
    [2.5e9, '2.5G'],
    [1e30, '999T'],
    [-5, '0'],
    [NaN, '0'],
  ])('%d is %s', (count, expected) => {
    expect(shortCount(count)).toBe(expected);
  });

  test('takes five characters at most', () => {
    assert(property(double(), (count) => shortCount(count).length <= 5));
  });
});

describe('duration', () => {
  test.each([
    [0, '0s'],
    [45 * second, '45s'],
    [59_999, '59s'],
    [12 * minute + 30 * second, '12m'],
    [3 * hour + 12 * minute, '3h 12m'],
    [3 * hour, '3h'],
    [2 * day + 4 * hour + 50 * minute, '2d 4h'],
    [-1, '0s'],
    [Infinity, '0s'],
  ])('%d ms is %s', (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });

  test('in short only the largest unit is left', () => {
    expect(shortDuration(2 * day + 4 * hour)).toBe('2d');
  });
});

describe('ago', () => {
  test.each([
    [30 * second, 'just now'],
    [5 * minute, '5m ago'],
    [3 * hour + 5 * minute, '3h ago'],
    [2 * day, '2d ago'],
    [-hour, 'just now'],
  ])('%d ms before now is %s', (ms, expected) => {
    expect(ago(10 * day - ms, 10 * day)).toBe(expected);
  });
});

describe('dollars and percent', () => {
  test.each([
    [0, '$0.00'],
    [0.035775, '$0.04'],
    [12.4, '$12.40'],
    [999.994, '$999.99'],
    [1234.4, '$1,234'],
    [NaN, '$0.00'],
    [-3, '$0.00'],
  ])('%d dollars is %s', (usd, expected) => {
    expect(dollars(usd)).toBe(expected);
  });

  test.each([
    [33.6, '34%'],
    [0, '0%'],
    [-4, '0%'],
    [130, '130%'],
    [NaN, '0%'],
    [1e9, '9999%'],
  ])('%d percent is %s', (value, expected) => {
    expect(percent(value)).toBe(expected);
  });
});
