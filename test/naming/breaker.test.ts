import { expect, it } from 'vitest';
import { afterCall, closedBreaker, mayAsk, readBreaker } from '../../src/naming/breaker.ts';

const minuteMs = 60_000;

function failedTimes(times: number, atMs: number): ReturnType<typeof afterCall> {
  let breaker = closedBreaker;
  for (let call = 0; call < times; call += 1) breaker = afterCall(breaker, false, atMs);
  return breaker;
}

it.each([
  ['asks after two failures', 2, 0, true],
  ['holds back after three', 3, minuteMs - 1, false],
  ['tries again after a minute', 3, minuteMs, true],
  ['waits twice as long after the next', 4, 2 * minuteMs - 1, false],
  ['and then tries again', 4, 2 * minuteMs, true],
  ['never waits more than an hour', 40, 60 * minuteMs, true],
  ['asks where the clock was set back', 9, -1, true],
] as const)('%s', (_, failures, passedMs, isAsked) => {
  expect(mayAsk(failedTimes(failures, 1_000_000), 1_000_000 + passedMs)).toBe(isAsked);
});

it('forgets all failures with one answer', () => {
  expect(afterCall(failedTimes(9, 5), true, 6)).toEqual(closedBreaker);
});

it.each([
  ['none', null],
  ['damaged', '{"failures":'],
  ['of another shape', '{"failures":"many","lastFailedAtMs":-4}'],
])('has seen no failure where its file is %s', (_, text) => {
  expect(readBreaker(text)).toEqual(closedBreaker);
});

it('is the same when it was kept and read', () => {
  const breaker = failedTimes(4, 77);
  expect(readBreaker(JSON.stringify(breaker))).toEqual(breaker);
});
