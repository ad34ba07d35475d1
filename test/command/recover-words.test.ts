import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../src/claude/session-id.ts';
import { resultLines } from '../../src/command/recover-words.ts';
import type { RecoveryResult } from '../../src/recovery/recovery-run.ts';
import { emptyRegistry } from '../../src/session/registry.ts';

const session = parseSessionId('763984d1-222d-4a68-bae8-ec0cda9a93c4');

function result(outcome: RecoveryResult['outcome'], detail: string | null = null): RecoveryResult {
  if (session === null) throw new Error('no session id');
  return { session, outcome, paneId: '%3', detail };
}

describe('the end of a recovery in words', () => {
  it.each([
    ['nothing asked for', [], ['Nothing to bring back.']],
    ['all back', [result('restored'), result('restored')], ['2 of 2 back.']],
    [
      'one that waits for Enter',
      [result('offered', 'waits for Enter')],
      ['0 of 1 back. 1 waits: Enter in its pane resumes.'],
    ],
    [
      'one that did not come back, with its reason',
      [result('restored'), result('waiting', 'asks whether to trust the folder')],
      ['1 of 2 back.', `  ${session}: started, but it waits for you in %3: asks whether to trust the folder`],
    ],
  ])('says %s', (_, results, lines) => {
    expect(resultLines(results, emptyRegistry)).toEqual(lines);
  });
});
