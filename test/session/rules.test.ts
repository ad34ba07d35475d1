import { array, assert, nat, property, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/session/fold.ts';
import { newSession } from '../../src/session/new-session.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import { registryRules } from '../../src/session/rules.ts';
import type { Session, SessionState } from '../../src/session/session.ts';
import { journals } from './arbitraries.ts';
import { desk, deskWindow, id, server } from './pieces.ts';
import { journal, recordOf } from './world.ts';

const ended: SessionState = { kind: 'ended', reason: 'exited', atMs: 0, evidence: [] };
const lost: SessionState = { kind: 'lost', reason: 'crashed', atMs: 0, evidence: [] };
const live: SessionState = { kind: 'live', activity: 'idle', waitingFor: null };
const unknown: SessionState = { kind: 'unknown', missing: 'all' };

function nameOf(position: number): string {
  return String.fromCodePoint(0x4e00 + position);
}

/** So many sessions in a state; the first was seen longest ago. */
function sessions(count: number, state: SessionState, from = 0): readonly Session[] {
  return Array.from({ length: count }, (_, index) => ({
    ...newSession(id(nameOf(from + index)), from + index + 1, from + index),
    state,
  }));
}

function registryOf(...all: readonly Session[]): Registry {
  return {
    ...emptyRegistry,
    nextNumber: all.length + 1,
    sessions: new Map(all.map((session) => [session.id, session])),
  };
}

function throughDisk(registry: Registry): Registry | null {
  return registryRules.decode(JSON.parse(JSON.stringify(registryRules.encode(registry))));
}

describe('a checkpoint', () => {
  it('gives the registry back as it was, through JSON', () => {
    assert(
      property(journals, (records) => {
        const registry = fold(emptyRegistry, records);
        expect(throughDisk(registry)).toEqual(registry);
      }),
    );
  });

  it('goes on where it was written: folding the rest comes to the same', () => {
    assert(
      property(journals, nat(40), (records, cut) => {
        const before = throughDisk(fold(emptyRegistry, records.slice(0, cut)));
        expect(fold(before ?? emptyRegistry, records.slice(cut))).toEqual(fold(emptyRegistry, records));
      }),
    );
  });

  it('keeps order: sessions by first sight, desks by capture', () => {
    const story = journal().start('b', { pid: 1 }).start('a', { pid: 2 });
    story.capture(desk(server(2), deskWindow('@1', '%1'))).capture(desk(server(1), deskWindow('@1', '%1')));
    const back = throughDisk(story.registry) ?? emptyRegistry;
    expect([...back.sessions.keys()]).toEqual([id('b'), id('a')]);
    expect([...back.desks.keys()]).toEqual([...story.registry.desks.keys()]);
  });

  const sound = Object(registryRules.encode(registryOf()));

  it.each([
    ['nothing', null],
    ['a text', 'checkpoint'],
    ['a list', []],
    ['without a version', { ...sound, version: undefined }],
    ['of the version before', { ...sound, version: sound.version - 1 }],
    ['without a next number', { ...sound, nextNumber: null }],
    ['without sessions', { ...sound, sessions: undefined }],
    ['whose desks are no list', { ...sound, desks: {} }],
  ])('is not ours when it is %s', (_behaviour, value) => {
    expect(registryRules.decode(sound)).not.toBeNull();
    expect(registryRules.decode(value)).toBeNull();
  });
});

describe('the working set', () => {
  it.each<[behaviour: string, all: readonly Session[], retired: readonly string[]]>([
    ['keeps 64 sessions that are over', sessions(64, ended), []],
    ['retires those of them that were seen longest ago', sessions(66, ended), [nameOf(0), nameOf(1)]],
    ['keeps 256 that are lost', sessions(256, lost), []],
    [
      'counts the unknown with the lost',
      [...sessions(200, lost), ...sessions(57, unknown, 200)],
      [nameOf(0)],
    ],
    ['never retires who lives', sessions(400, live), []],
    [
      'does not retire the lost for the ended',
      [...sessions(10, lost), ...sessions(65, ended, 10)],
      [nameOf(10)],
    ],
  ])('%s', (_behaviour, all, retired) => {
    const split = registryRules.retire(registryOf(...all));
    expect([...split.retired.keys()].sort()).toEqual(retired.map(id).sort());
    expect([...split.kept.sessions.keys()]).toEqual(
      all.map((session) => session.id).filter((key) => !split.retired.has(key)),
    );
  });

  it('keeps the next free number when the highest retires', () => {
    const all = [...sessions(64, ended, 1), ...sessions(1, ended)];
    expect(registryRules.retire(registryOf(...all)).kept.nextNumber).toBe(66);
  });

  it('of two sessions last seen at once retires the older number', () => {
    const all = sessions(65, ended).map((session) => ({ ...session, lastSeenAtMs: 0 }));
    expect([...registryRules.retire(registryOf(...all)).retired.keys()]).toEqual([id(nameOf(0))]);
  });

  it('is the very same registry when nothing retires', () => {
    const registry = registryOf(...sessions(3, ended));
    expect(registryRules.retire(registry).kept).toBe(registry);
  });
});

describe('an archived session', () => {
  it('comes back as it was', () => {
    const registry = registryOf(...sessions(70, ended));
    const { kept, retired } = registryRules.retire(registry);
    const entries: ReadonlyMap<string, unknown> = new Map(JSON.parse(JSON.stringify([...retired])));
    expect(registryRules.restoreAll?.(kept, entries)).toEqual(registry);
    const oneByOne = [...entries].reduce(
      (state, [key, entry]) => registryRules.restore(state, key, entry),
      kept,
    );
    expect(oneByOne).toEqual(registry);
  });

  it('does not replace a newer one in the working set', () => {
    const [old] = sessions(1, ended);
    const newer = { ...newSession(id(nameOf(0)), 1, 0), state: live };
    expect(registryRules.restore(registryOf(newer), newer.id, old).sessions.get(newer.id)).toBe(newer);
  });

  it('is had only while it is in the working set', () => {
    const { kept, retired } = registryRules.retire(registryOf(...sessions(65, ended)));
    const [key] = retired.keys();
    expect(registryRules.has(kept, key ?? '')).toBe(false);
    expect(registryRules.has(kept, id(nameOf(64)))).toBe(true);
    expect(registryRules.has(kept, 'no id')).toBe(false);
  });

  it('restored before each record that is about it, the archive changes nothing at all', () => {
    assert(
      property(
        journals,
        array(subarray(['a', 'b', 'c', 'd']), { maxLength: 40, size: 'max' }),
        (records, leaves) => {
          const archive = new Map<string, unknown>();
          let registry = emptyRegistry;
          for (const [position, record] of records.entries()) {
            registry = withEntry(registry, archive, keyOf(record.event));
            registry = fold(registry, [record]);
            for (const name of leaves[position] ?? []) registry = leave(registry, archive, id(name));
          }
          const entries = new Map([...archive].filter(([key]) => !registryRules.has(registry, key)));
          expect(registryRules.restoreAll?.(registry, entries)).toEqual(fold(emptyRegistry, records));
        },
      ),
    );
  });
});

function keyOf(event: unknown): string | null {
  const { atMs, host, recordId } = recordOf({ kind: 'numbered_from', next: 1 }, 0);
  return registryRules.keyOf({ v: 1, id: recordId, atMs, host, by: 'hook', event });
}

function withEntry(registry: Registry, archive: ReadonlyMap<string, unknown>, key: string | null): Registry {
  if (key === null || registryRules.has(registry, key) || !archive.has(key)) return registry;
  return registryRules.restore(registry, key, archive.get(key));
}

/** Archives one session, if it is of a kind that may leave the working set. */
function leave(registry: Registry, archive: Map<string, unknown>, key: ReturnType<typeof id>): Registry {
  const session = registry.sessions.get(key);
  if (session === undefined || session.state.kind !== 'ended') return registry;
  archive.set(key, JSON.parse(JSON.stringify(session)));
  return { ...registry, sessions: new Map([...registry.sessions].filter(([other]) => other !== key)) };
}
