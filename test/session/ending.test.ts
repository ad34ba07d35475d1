import { describe, expect, it } from 'vitest';
import { ending, type DeathScene } from '../../src/session/ending.ts';
import type { Farewell, Origin } from '../../src/session/session.ts';
import { journal } from './world.ts';

type Goodbye = Farewell['pane'] | null;

function verdictOf(scene: DeathScene, goodbye: Goodbye, origin: Origin = 'interactive'): string {
  const story = journal().start('a', { origin });
  const farewell = goodbye === null ? null : { reason: 'other', atMs: 0, pane: goodbye };
  const verdict = ending({ ...story.session('a'), farewell }, scene);
  return verdict.kind === 'undecided' ? verdict.kind : `${verdict.kind} ${verdict.reason}`;
}

const goodbyes: readonly Goodbye[] = [null, 'present', 'gone', 'server-gone', 'unknown'];
const servers: readonly DeathScene['server'][] = ['alive', 'gone', 'unknown', 'none'];
const panes: readonly DeathScene['pane'][] = ['present', 'gone', 'unknown'];

describe('a death is told from what is left of the scene', () => {
  // Columns: what the goodbye had seen of the pane.
  it.each([
    // server, pane now       no goodbye        present            gone              server-gone        unknown
    [
      'alive',
      'present',
      ['lost crashed', 'lost terminated', 'lost terminated', 'lost terminated', 'lost terminated'],
    ],
    [
      'alive',
      'gone',
      ['lost crashed', 'lost terminated', 'ended closed', 'lost terminated', 'lost terminated'],
    ],
    [
      'alive',
      'unknown',
      ['lost crashed', 'lost terminated', 'undecided', 'lost terminated', 'lost terminated'],
    ],
    [
      'none',
      'unknown',
      ['lost crashed', 'lost terminated', 'lost terminated', 'lost terminated', 'lost terminated'],
    ],
  ] as const)('server %s, pane %s', (server, pane, expected) => {
    const verdicts = goodbyes.map((goodbye) => verdictOf({ hasRebooted: false, server, pane }, goodbye));
    expect(verdicts).toEqual(expected);
  });

  it.each(goodbyes)('a server that is gone is the cause, whatever the goodbye saw: %s', (goodbye) => {
    const verdicts = panes.map((pane) => verdictOf({ hasRebooted: false, server: 'gone', pane }, goodbye));
    expect(new Set(verdicts)).toEqual(new Set(['lost server-lost']));
  });

  it.each(goodbyes)(
    'a server that does not answer leaves it open, whatever the goodbye saw: %s',
    (goodbye) => {
      const verdicts = panes.map((pane) =>
        verdictOf({ hasRebooted: false, server: 'unknown', pane }, goodbye),
      );
      expect(new Set(verdicts)).toEqual(new Set(['undecided']));
    },
  );

  it.each(servers)('a reboot is the cause whatever became of the server: %s', (server) => {
    const scenes = panes.flatMap((pane) => goodbyes.map((goodbye) => ({ pane, goodbye })));
    const verdicts = scenes.map(({ pane, goodbye }) =>
      verdictOf({ hasRebooted: true, server, pane }, goodbye),
    );
    expect(new Set(verdicts)).toEqual(new Set(['lost rebooted']));
  });

  it.each(['print', 'background'] as const)('a %s run is never lost', (origin) => {
    const verdicts = servers.flatMap((server) =>
      panes.flatMap((pane) =>
        goodbyes.flatMap((goodbye) =>
          [true, false].map((hasRebooted) => verdictOf({ hasRebooted, server, pane }, goodbye, origin)),
        ),
      ),
    );
    expect(new Set(verdicts)).toEqual(new Set(['ended exited']));
  });
});

describe('the evidence', () => {
  it('says what was seen of process, goodbye, server and pane', () => {
    const story = journal().start('a', { pid: 4711 }).end('a', 'other', { paneAtEnd: 'gone' });
    story.look('a', { server: 'alive', pane: 'gone' });
    expect(story.session('a').state).toMatchObject({
      reason: 'closed',
      evidence: [
        'its process 4711 is gone',
        'it said goodbye with "other"; its pane was already gone then, while the tmux server lived',
        'its tmux server lives; its pane now: gone',
      ],
    });
  });

  it.each<[seen: Farewell['pane'], words: string]>([
    ['present', 'it said goodbye with "other"; its pane still stood then'],
    ['gone', 'it said goodbye with "other"; its pane was already gone then, while the tmux server lived'],
    ['server-gone', 'it said goodbye with "other"; its tmux server was already gone then'],
    ['unknown', 'it said goodbye with "other"; what its pane did then is not known'],
  ])('says what the goodbye had seen: %s', (paneAtEnd, words) => {
    const story = journal().start('a').end('a', 'other', { paneAtEnd }).look('a', { server: 'gone' });
    expect(story.session('a').state).toMatchObject({ evidence: expect.arrayContaining([words]) });
  });

  it.each<[scene: Partial<DeathScene>, words: string]>([
    [{ server: 'gone' }, 'its tmux server is gone'],
    [{ server: 'none' }, 'it sat in no tmux pane'],
    [{ pane: 'present' }, 'its tmux server lives; its pane now: present'],
  ])('says what is left of the scene: %o', (scene, words) => {
    expect(journal().start('a').look('a', scene).session('a').state).toMatchObject({
      evidence: expect.arrayContaining([words]),
    });
  });

  it.each<[origin: Origin, words: string]>([
    ['print', 'it was a single run (`-p`), not a session in a pane'],
    ['background', 'it ran in the background, not in a pane'],
  ])('says what it was: %s', (origin, words) => {
    expect(journal().start('a', { origin }).look('a').session('a').state).toMatchObject({
      evidence: expect.arrayContaining([words]),
    });
  });

  it('says when there was no goodbye and no process', () => {
    const story = journal().start('a', { pid: null });
    const verdict = ending(story.session('a'), { hasRebooted: true, server: 'none', pane: 'unknown' });
    expect(verdict).toMatchObject({
      evidence: ['no process of it is known', 'it said no goodbye', 'another boot of the machine runs now'],
    });
  });
});
