import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/command/doctor/check.ts';
import { type DirectoryFacts, judgeDirectory } from '../../../src/command/doctor/directory.ts';
import { type InstallFacts, judgeInstall, type SettingsFacts } from '../../../src/command/doctor/install.ts';
import { judgeJournal, type JournalFacts } from '../../../src/command/doctor/journal.ts';
import { judgeProgram } from '../../../src/command/doctor/program.ts';
import { judgeSessions, type LiveSession } from '../../../src/command/doctor/sessions.ts';
import { judgeTmux, type TmuxFacts } from '../../../src/command/doctor/tmux.ts';
import { type Conversation, judgeTranscripts } from '../../../src/command/doctor/transcripts.ts';
import type { Standing } from '../../../src/insurance/insurance.ts';
import { failed, ok } from '../../../src/text/result.ts';

/** Ids and verdicts of everything that is not well. */
function complaints(checks: readonly Check[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    checks.filter(({ verdict }) => verdict !== 'ok').map(({ id, verdict }) => [id, verdict]),
  );
}

function remedies(checks: readonly Check[]): readonly (string | null)[] {
  return checks.filter(({ verdict }) => verdict !== 'ok').map(({ remedy }) => remedy);
}

const shownOn = (
  terminals: readonly (readonly string[])[],
  wanted: readonly string[] = [],
  isClientTold = true,
) => ({ caller: { terminals, wanted, isClientTold } });

/** A directory kept by this kind of file system. */
const on = (kind: 'disk' | 'memory' | 'network' | 'unknown', freeBytes: number | null = 1e12) =>
  ({ fileSystem: { kind, name: 'somefs', freeBytes } }) as const;

const unsettled = (code: string) => ({
  settled: failed({ kind: 'views-failed', code } as const),
  staleViews: null,
});

const conversation = (standing: Standing, isPresent = true): Conversation => ({
  words: 'Alpha (C1)',
  projectDir: '/home/dev/proj',
  path: '/home/dev/.claude/instances/transcripts/a.jsonl',
  transcriptPath: '/home/dev/.claude/projects/x/a.jsonl',
  id: 'a',
  isPresent,
  standing,
});

describe('the program', () => {
  it.each([
    ['20.15.0', 'ok'],
    ['20.14.9', 'problem'],
    ['18.20.4', 'problem'],
    ['22.0.0', 'ok'],
    ['100.1.0', 'ok'],
  ])('on Node %s is %s', (node, verdict) => {
    expect(judgeProgram({ program: '1.2.3', node }).map((check) => check.verdict)).toEqual([verdict]);
  });
});

describe('the instances directory', () => {
  const sound: DirectoryFacts = {
    shown: '~/.claude/instances',
    word: '/home/dev/.claude/instances',
    look: ok({ kind: 'directory', mode: 0o700, isOurs: true, sizeBytes: 4096, changedAtMs: 0 }),
    writing: ok(undefined),
    fileSystem: { kind: 'disk', name: 'ext4', freeBytes: 1e12 },
    openToOthers: [],
    foreign: [],
    leftovers: [],
  };
  const root = { name: '', path: '/home/dev/.claude/instances', mode: 0o700 };
  const inside = { name: 'counts', path: '/home/dev/.claude/instances/counts', mode: 0o700 };
  const looks = (changes: object) =>
    ok({ ...(sound.look.ok ? sound.look.value : null), ...changes } as never);

  it.each<readonly [string, Partial<DirectoryFacts>, Readonly<Record<string, string>>]>([
    ['is well', {}, {}],
    ['is not there before the first session', { look: ok(null) }, { 'registry-directory': 'note' }],
    [
      'cannot be looked at',
      { look: failed({ kind: 'refused', code: 'EACCES' }) },
      { 'registry-directory': 'problem' },
    ],
    ['is a file', { look: looks({ kind: 'file' }) }, { 'registry-directory': 'problem' }],
    ['may be a link', { look: looks({ kind: 'link' }) }, {}],
    ['is another user’s', { look: looks({ isOurs: false }) }, { 'registry-directory': 'problem' }],
    ['has files of another user', { foreign: ['registry.json'] }, { 'registry-directory': 'problem' }],
    [
      'is on a full disk',
      { writing: failed({ kind: 'refused', code: 'ENOSPC' }) },
      { 'registry-writable': 'problem' },
    ],
    ['is in memory', on('memory'), { 'registry-disk': 'problem' }],
    ['is on a network', on('network'), { 'registry-disk': 'warning' }],
    ['is on something unknown', on('unknown'), {}],
    ['has hardly any room', on('disk', 1e6), { 'registry-disk': 'warning' }],
    ['has room that nobody counts', on('disk', null), {}],
    ['is on something that nobody tells', { fileSystem: null }, {}],
    ['is open to others', { openToOthers: [root] }, { 'registry-modes': 'warning' }],
    ['is closed, though something in it is not', { openToOthers: [inside] }, { 'registry-modes': 'note' }],
    ['has leftovers', { leftovers: ['/x/.a.0123456789ab'] }, { leftovers: 'note' }],
  ])('%s', (_, changes, expected) => {
    expect(complaints(judgeDirectory({ ...sound, ...changes }))).toEqual(expected);
  });

  it.each([
    ['ENOSPC', 'df -h /home/dev/.claude/instances'],
    ['EROFS', 'findmnt -T /home/dev/.claude/instances'],
    ['EACCES', 'chmod u+rwx /home/dev/.claude/instances'],
    ['EIO', 'ls -ld /home/dev/.claude/instances'],
  ])('that refuses with %s is looked into by %s', (code, remedy) => {
    const checks = judgeDirectory({ ...sound, writing: failed({ kind: 'refused', code }) });
    expect(remedies(checks)).toEqual([remedy]);
  });
});

describe('the journal', () => {
  const sound: JournalFacts = {
    shown: '~/.claude/instances/statusline.jsonl',
    word: '/home/dev/.claude/instances/statusline.jsonl',
    unreadable: null,
    skipped: { damaged: 0, newer: 0 },
    settled: ok('settled'),
    staleViews: [],
    sessions: 3,
  };

  it.each<readonly [string, Partial<JournalFacts>, Readonly<Record<string, string>>]>([
    ['is well', {}, {}],
    ['cannot be read', { unreadable: 'EIO' }, { journal: 'problem' }],
    ['has damaged records', { skipped: { damaged: 2, newer: 0 } }, { 'journal-damage': 'note' }],
    ['has records of a newer version', { skipped: { damaged: 0, newer: 1 } }, { 'journal-newer': 'warning' }],
    ['does not settle', unsettled('ENOSPC'), { 'views-lock': 'problem' }],
    ['is locked by somebody unknown', unsettled('HOLDER_UNKNOWN'), { 'views-lock': 'warning' }],
    ['has views that say something else', { staleViews: ['registry.json'] }, { views: 'warning' }],
    [
      'has views that another is writing',
      { staleViews: ['registry.json'], settled: ok('left-to-another') },
      { views: 'note' },
    ],
  ])('%s', (_, changes, expected) => {
    expect(complaints(judgeJournal({ ...sound, ...changes }))).toEqual(expected);
  });
});

describe('the installation', () => {
  const settings: SettingsFacts = {
    plan: ok({ kind: 'unchanged' }),
    plugin: { key: 'statusline@statusline', isEnabled: true },
    disablesAllHooks: false,
    cleanupPeriodDays: null,
  };
  const sound: InstallFacts = {
    shown: '~/.claude/settings.json',
    word: '/home/dev/.claude/settings.json',
    settings,
    unreadable: null,
    managed: null,
    stablePath: { shown: '~/.claude/instances/bin/statusline', kind: 'ours', leadsSomewhere: true },
    hasHookReported: false,
    fastPath: 'perl',
  };
  const set = (changes: Partial<SettingsFacts>) => ({ settings: { ...settings, ...changes } });
  const added = (replaced: string | null) =>
    set({ plan: ok({ kind: 'added', settings: '{}', before: { kind: 'no-file' }, replaced }) });
  const path = (changes: object) => ({ stablePath: { ...sound.stablePath, ...changes } });

  it.each<readonly [string, Partial<InstallFacts>, Readonly<Record<string, string>>]>([
    ['is well', {}, {}],
    ['has no status line', added(null), { 'status-line': 'warning' }],
    ['has another tool’s status line', added('npx ccstatusline'), { 'status-line': 'warning' }],
    [
      'has ours by an older path',
      set({ plan: ok({ kind: 'renewed', settings: '{}' }) }),
      { 'status-line': 'warning' },
    ],
    [
      'has settings that are not JSON',
      set({ plan: failed({ kind: 'not-json', line: 3 }) }),
      { 'status-line': 'problem' },
    ],
    [
      'has settings that are no object',
      set({ plan: failed({ kind: 'not-object' }) }),
      { 'status-line': 'problem' },
    ],
    [
      'has settings that cannot be read',
      { settings: null, unreadable: 'EACCES' },
      { 'status-line': 'problem' },
    ],
    [
      'has the plugin switched off',
      set({ plugin: { key: 'statusline@mine', isEnabled: false } }),
      { plugin: 'problem' },
    ],
    ['does not have the plugin', set({ plugin: null }), { plugin: 'problem' }],
    [
      'has the plugin from elsewhere',
      { ...set({ plugin: null }), hasHookReported: true },
      { plugin: 'note' },
    ],
    ['has all hooks switched off', set({ disablesAllHooks: true }), { 'hooks-disabled': 'problem' }],
    [
      'has hooks switched off for everybody',
      { managed: 'allowManagedHooksOnly' },
      { 'hooks-disabled': 'problem' },
    ],
    ['has lost its stable path', path({ kind: 'missing' }), { 'stable-path': 'problem' }],
    [
      'has no stable path before setup',
      { ...added(null), ...path({ kind: 'missing' }) },
      { 'status-line': 'warning' },
    ],
    ['has a stable path of somebody else', path({ kind: 'odd' }), { 'stable-path': 'warning' }],
    ['has a stable path to nowhere', path({ leadsSomewhere: false }), { 'stable-path': 'problem' }],
    ['is without perl and nc', { fastPath: null }, { 'fast-path': 'warning' }],
    ['has nc only', { fastPath: 'nc' }, {}],
  ])('%s', (_, changes, expected) => {
    expect(complaints(judgeInstall({ ...sound, ...changes }))).toEqual(expected);
  });

  it('names the command for each cure', () => {
    expect(remedies(judgeInstall({ ...sound, ...added('npx other') }))).toEqual(['statusline setup --yes']);
    expect(remedies(judgeInstall({ ...sound, ...set({ plugin: null }) }))).toEqual([
      'claude plugin install statusline@statusline',
    ]);
  });
});

describe('the sessions', () => {
  const one: LiveSession = { words: 'Alpha (C1)', id: 'a1', gap: null, projectDir: '/home/dev/my proj' };
  const two: LiveSession = { ...one, words: 'Beta (C2)', id: 'b2' };

  it('are well when all of them would come back', () => {
    expect(judgeSessions({ live: [one, two], lost: [] })).toMatchObject([
      { id: 'protection', verdict: 'ok' },
    ]);
  });

  it('are nothing to speak of when there are none', () => {
    expect(judgeSessions({ live: [], lost: [] })).toEqual([]);
  });

  it.each([
    ['hook-missing', 'warning', "cd '/home/dev/my proj' && claude --resume a1"],
    ['directory-gone', 'warning', "mkdir -p '/home/dev/my proj'"],
    ['transcript-missing', 'warning', null],
    ['not-registered', 'warning', 'statusline list'],
    ['journal-unwritable', 'warning', null],
    ['no-pane', 'note', null],
  ] as const)('that are open to a loss are named with the cure: %s', (gap, verdict, remedy) => {
    const checks = judgeSessions({ live: [{ ...one, gap }, two], lost: [] });
    expect(checks).toMatchObject([{ id: `protection-${gap}`, verdict, remedy }]);
    expect(checks[0]?.says).toContain('Alpha (C1)');
    expect(checks[0]?.says).not.toContain('Beta (C2)');
  });

  it('that are lost are told apart by what stands in their way', () => {
    const lost = [
      { words: 'Alpha (C1)', obstacle: null, isAskedFor: false },
      { words: 'Beta (C2)', obstacle: 'its directory is gone', isAskedFor: false },
      { words: 'Gamma (C3)', obstacle: 'not known to be over', isAskedFor: true },
    ];
    expect(complaints(judgeSessions({ live: [], lost }))).toEqual({
      lost: 'note',
      'lost-unsure': 'note',
      'lost-blocked': 'warning',
    });
  });

  it('that are many are counted, and not all named', () => {
    const lost = Array.from({ length: 9 }, (_, index) => ({
      words: `S${index}`,
      obstacle: null,
      isAskedFor: false,
    }));
    expect(judgeSessions({ live: [], lost })[0]?.says).toBe(
      '9 lost sessions wait to come back: S0, S1, S2, S3 and 5 more',
    );
  });
});

describe('the transcripts', () => {
  it.each<readonly [string, Standing, boolean, Readonly<Record<string, string>>]>([
    ['are well by two names', { kind: 'same-file' }, true, {}],
    ['are well as whole copies', { kind: 'copy', missingBytes: 0 }, true, {}],
    ['are not insured', { kind: 'none' }, true, { transcripts: 'warning' }],
    ['have an old copy', { kind: 'outdated' }, true, { transcripts: 'warning' }],
    ['have part of a copy', { kind: 'copy', missingBytes: 5 }, true, { 'transcripts-behind': 'note' }],
    ['were swept', { kind: 'only-copy', keptBytes: 9 }, false, { 'transcripts-swept': 'note' }],
    ['were cut', { kind: 'larger', keptBytes: 9, presentBytes: 2 }, true, { 'transcripts-cut': 'warning' }],
  ])('%s', (_, standing, isPresent, expected) => {
    const facts = { conversations: [conversation(standing, isPresent)], cleanupPeriodDays: null };
    expect(complaints(judgeTranscripts(facts))).toEqual(expected);
  });

  it('that the client throws away at once are a warning', () => {
    const facts = { conversations: [], cleanupPeriodDays: 0 };
    expect(complaints(judgeTranscripts(facts))).toEqual({ 'cleanup-period': 'warning' });
  });

  it.each([
    [null, 'after 30 days'],
    [90, 'after 90 days'],
  ])('are insured against the sweep of the settings: %s', (cleanupPeriodDays, words) => {
    const facts = { conversations: [conversation({ kind: 'same-file' })], cleanupPeriodDays };
    expect(judgeTranscripts(facts)[0]?.says).toContain(words);
  });
});

describe('tmux', () => {
  const sound: TmuxFacts = {
    version: '3.5a',
    directory: '/tmp/tmux-1000',
    directoryWord: '/tmp/tmux-1000',
    look: { kind: 'directory', mode: 0o700, isOurs: true, sizeBytes: 0, changedAtMs: 0 },
    silent: [],
    caller: { terminals: [['256', 'RGB', 'hyperlinks', 'title']], wanted: [], isClientTold: true },
  };
  const look = (changes: object) => ({ look: { ...sound.look, ...changes } as never });

  it.each<readonly [string, Partial<TmuxFacts>, Readonly<Record<string, string>>]>([
    ['is well', {}, {}],
    ['is not there', { version: null }, { tmux: 'warning' }],
    ['is too old', { version: '2.9a', caller: null }, { tmux: 'warning' }],
    ['is newer than anything', { version: '3.10' }, {}],
    ['is built from its head', { version: 'next-3.6' }, {}],
    ['has no directory for sockets yet', { look: null }, {}],
    ['has another user’s directory', look({ isOurs: false }), { 'tmux-sockets': 'warning' }],
    ['has an open directory', look({ mode: 0o777 }), { 'tmux-sockets': 'warning' }],
    ['has a directory open to its group, as tmux allows', look({ mode: 0o770 }), {}],
    ['shows no colour', shownOn([['256', 'hyperlinks']]), { 'tmux-colour': 'note' }],
    ['passes no links', shownOn([['RGB']]), { 'tmux-links': 'note' }],
    ['is too old for links', { ...shownOn([['RGB']]), version: '3.3a' }, { 'tmux-links': 'note' }],
    [
      'lacks something on one of two terminals',
      shownOn([['RGB', 'hyperlinks'], ['RGB']]),
      { 'tmux-links': 'note' },
    ],
    [
      'passes colours on that the client would not write',
      shownOn([['RGB', 'hyperlinks']], [], false),
      { 'tmux-colour': 'note' },
    ],
    ['is too old to say what a terminal can do', { ...shownOn([['']]), version: '3.1c' }, {}],
    ['is shown nowhere', shownOn([]), {}],
    ['is not what the caller sits in', { caller: null }, {}],
    [
      'does not answer',
      { silent: [{ pid: 7, socket: '/s', hasSocket: true }] },
      { 'tmux-silent': 'warning' },
    ],
  ])('%s', (_, changes, expected) => {
    expect(complaints(judgeTmux({ ...sound, ...changes }))).toEqual(expected);
  });

  it('gives the line for colour and links, and says that only a new attach counts', () => {
    const [remedy] = remedies(judgeTmux({ ...sound, ...shownOn([['256', 'RGB']]) }));
    expect(remedy).toContain("set -sa terminal-features ',*:RGB:hyperlinks'");
    expect(remedy).toContain('detach and attach again');
  });

  it('that is told already needs a new attach only', () => {
    const [remedy] = remedies(judgeTmux({ ...sound, ...shownOn([['RGB']], ['RGB', 'hyperlinks']) }));
    expect(remedy).toBe('detach and attach again: tmux detach-client, then tmux attach');
  });

  it('gives the line for the client, where that alone is missing', () => {
    const facts = { ...sound, ...shownOn([['RGB', 'hyperlinks']], [], false) };
    expect(remedies(judgeTmux(facts))).toEqual([
      expect.stringMatching(/export CLAUDE_CODE_TMUX_TRUECOLOR=1$/),
    ]);
    const both = remedies(judgeTmux({ ...sound, ...shownOn([['hyperlinks']], [], false) }));
    expect(both).toEqual([expect.stringContaining('RGB:hyperlinks')]);
  });

  it('that has lost its socket makes it again at a signal', () => {
    const silent = [{ pid: 4711, socket: '/tmp/tmux-1000/default', hasSocket: false }];
    expect(remedies(judgeTmux({ ...sound, silent }))).toEqual(['kill -USR1 4711']);
  });
});
