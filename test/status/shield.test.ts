import { describe, expect, test } from 'vitest';
import { type Shield, type ShieldFacts, shieldOf } from '../../src/status/shield.ts';

const safe: ShieldFacts = {
  isRegistered: true,
  isJournalWritable: true,
  hasHookReported: true,
  hasPane: true,
  prompts: 3,
  hasTranscript: true,
  hasProjectDirectory: true,
};

describe('the shield', () => {
  test.each<readonly [string, Partial<ShieldFacts>, Shield]>([
    ['nothing is missing', {}, { kind: 'protected' }],
    [
      'what is not known is not held against it',
      { hasHookReported: null, hasTranscript: null, hasProjectDirectory: null },
      { kind: 'protected' },
    ],
    [
      'a session without a prompt needs no transcript',
      { prompts: 0, hasTranscript: false },
      { kind: 'protected' },
    ],
    [
      'the transcript is missing',
      { hasTranscript: false },
      { kind: 'unprotected', gap: 'transcript-missing' },
    ],
    ['no hook has reported', { hasHookReported: false }, { kind: 'unprotected', gap: 'hook-missing' }],
    [
      'the journal cannot be written',
      { isJournalWritable: false, hasPane: false },
      { kind: 'unprotected', gap: 'journal-unwritable' },
    ],
    ['it is not registered', { isRegistered: false }, { kind: 'unprotected', gap: 'not-registered' }],
    ['it sits in no pane', { hasPane: false }, { kind: 'unprotected', gap: 'no-pane' }],
    [
      'its directory is gone',
      { hasProjectDirectory: false, hasTranscript: false },
      { kind: 'unprotected', gap: 'directory-gone' },
    ],
  ])('when %s', (_what, changes, expected) => {
    expect(shieldOf({ ...safe, ...changes })).toEqual(expected);
  });
});
