import { describe, expect, it } from 'vitest';
import { id } from './pieces.ts';
import { journal } from './world.ts';

describe('claims of recoveries', () => {
  it('stand in the order of the journal, each once', () => {
    const story = journal()
      .start('a')
      .look('a')
      .claim('a', 'r1', 900)
      .claim('a', 'r2', 901)
      .claim('a', 'r1', 900);
    expect(story.session('a').claims.map((claim) => claim.recoveryId)).toEqual(['r1', 'r2']);
    expect(story.session('a').claims[0]).toMatchObject({
      claimer: { pid: 900 },
      atMs: story.records[2]?.atMs,
    });
  });

  it('end with the outcome of their own recovery', () => {
    const story = journal()
      .start('a')
      .look('a')
      .claim('a', 'r1')
      .claim('a', 'r2')
      .settle('a', 'r1', 'timed-out');
    expect(story.session('a')).toMatchObject({
      claims: [{ recoveryId: 'r2' }],
      recovery: { attempts: 1, result: 'timed-out', lastAttemptedAtMs: story.records.at(-1)?.atMs },
    });
  });

  it('count as one attempt each, also in one millisecond', () => {
    const story = journal().start('a').look('a').claim('a', 'r1').claim('a', 'r2');
    const settled = ['r1', 'r2', 'r2'].map((recoveryId) => ({
      atMs: 5,
      host: 'box',
      recordId: recoveryId,
      event: {
        kind: 'recovery_settled',
        session: id('a'),
        recoveryId,
        outcome: 'not-started',
        detail: null,
      } as const,
    }));
    expect(story.append(...settled).session('a').recovery?.attempts).toBe(2);
  });

  it('leave a session as it is: only its own report brings it back', () => {
    const story = journal().start('a').look('a').claim('a', 'r1').settle('a', 'r1');
    expect(story.state('a')).toBe('lost crashed');
    expect(story.resume('a', { pid: 20 }).state('a')).toBe('live idle');
  });

  it('are nothing to the log of a whole recovery', () => {
    const story = journal().start('a');
    const { registry } = story;
    story.keep({ kind: 'recovery_run', recoveryId: 'r1', outcomes: { [id('a')]: 'restored' } });
    expect(story.registry).toEqual(registry);
  });
});
