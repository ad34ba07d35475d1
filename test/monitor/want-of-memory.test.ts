import { describe, expect, test } from 'vitest';
import type { SessionId } from '../../src/claude/session-id.ts';
import { killCountIn, withWantOfMemory } from '../../src/monitor/want-of-memory.ts';
import type { Event } from '../../src/session/event.ts';
import type { LossReason } from '../../src/session/session.ts';

// As the client writes it; parsed nowhere here.
const session = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' as SessionId;

function lost(reason: LossReason): Event {
  return { kind: 'lost', session, process: null, reason, evidence: ['gone'] };
}

function evidenceOf(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'lost' ? event.evidence : []));
}

describe('want of memory', () => {
  test.each([
    ['nr_free_pages 1\noom_kill 3\ndrop_pagecache 0\n', 3],
    ['nr_free_pages 1\n', null],
    ['not_oom_kill 4\n', null],
  ])('is counted by the kernel: %j', (vmstat, count) => {
    expect(killCountIn(vmstat)).toBe(count);
  });

  const words = 'in the same seconds the kernel ended a process of this machine for want of memory';
  const cases: readonly (readonly [string, LossReason, number | null, number | null, readonly string[]])[] = [
    ['is told of a crash', 'crashed', 3, 4, ['gone', words]],
    ['is told of a lost server', 'server-lost', 3, 5, ['gone', words.replace('a process', '2 processes')]],
    ['explains no client that said goodbye', 'terminated', 3, 4, ['gone']],
    ['explains no reboot', 'rebooted', 3, 4, ['gone']],
    ['is not told where there was none', 'crashed', 4, 4, ['gone']],
    ['is not told where nothing was counted before', 'crashed', null, 4, ['gone']],
    ['is not told where nothing is counted', 'crashed', 4, null, ['gone']],
  ];
  test.each(cases)('%s', (_case, reason, before, now, evidence) => {
    expect(evidenceOf(withWantOfMemory([lost(reason)], before, now))).toEqual(evidence);
  });
});
