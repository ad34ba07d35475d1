import { expect, test } from 'vitest';
import { cpuTimeIn, cpuTimeOf } from '../../src/monitor/cpu-time.ts';

test.each([
  ['what the kernel prints', '14863521 903112 87\n', 14_863_521],
  ['a kernel that does not count', '0 0 0\n', null],
  ['nothing', '', null],
  ['something else', 'se.exec_start : 1\n', null],
])('CPU time is read out of %s', (_case, text, wanted) => {
  expect(cpuTimeIn(text)).toBe(wanted);
});

test.runIf(process.platform === 'linux')(
  'a process that works uses time, and one that is not there has none',
  () => {
    const before = cpuTimeOf(process.pid);
    let sum = 0;
    // The kernel counts what runs on at its ticks; what went to sleep, as a server that rests, it has counted whole.
    for (let count = 1; count < 1e9 && (count % 1e6 !== 0 || cpuTimeOf(process.pid) === before); count += 1)
      sum += count;
    expect(sum).toBeGreaterThan(0);
    expect(cpuTimeOf(process.pid)).toBeGreaterThan(before ?? Infinity);
    expect(cpuTimeOf(4_194_305)).toBeNull();
  },
);
