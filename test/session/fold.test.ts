import { array, assert, integer, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/journal/ledger.ts';
import type { Event } from '../../src/session/event.ts';
import { fold } from '../../src/session/fold.ts';
import { observe, type Report } from '../../src/session/observe.ts';
import { emptyRegistry, type Registry } from '../../src/session/registry.ts';
import { registryRules } from '../../src/session/rules.ts';
import type { Session } from '../../src/session/session.ts';
import { views } from '../../src/session/views.ts';
import { journals, oddEvents, reports } from './arbitraries.ts';
import { clientProcess, id } from './pieces.ts';
import { journal, recordOf, renderReport } from './world.ts';

/** Maps compare without their order; a registry's order shows in its views. */
function plain(registry: Registry): unknown {
  return { ...registry, sessions: [...registry.sessions.values()], desks: [...registry.desks] };
}

function numbersOf({ sessions }: Registry): readonly number[] {
  return [...sessions.values()].map(({ number }) => number);
}

function envelope(event: unknown, position: number): JournalRecord {
  const { atMs, host, recordId } = recordOf({ kind: 'numbered_from', next: 1 }, position);
  return { v: 1, id: recordId, atMs, host, by: 'hook', event };
}

describe('the fold', () => {
  it('gives the same for a journal in one piece and in two', () => {
    assert(
      property(journals, nat(40), (records, cut) => {
        const whole = fold(emptyRegistry, records);
        const inTwo = fold(fold(emptyRegistry, records.slice(0, cut)), records.slice(cut));
        expect(plain(inTwo)).toEqual(plain(whole));
      }),
    );
  });

  it('gives the same for a journal record by record', () => {
    assert(
      property(journals, (records) => {
        const oneByOne = records.reduce((registry, record) => fold(registry, [record]), emptyRegistry);
        expect(plain(oneByOne)).toEqual(plain(fold(emptyRegistry, records)));
      }),
    );
  });

  it('changes nothing for a record that stands twice in a row', () => {
    assert(
      property(journals, (records) => {
        const doubled = records.flatMap((record) => [record, record]);
        expect(plain(fold(emptyRegistry, doubled))).toEqual(plain(fold(emptyRegistry, records)));
      }),
    );
  });

  it('leaves the registry that it is given as it was', () => {
    assert(
      property(journals, journals, (before, after) => {
        const registry = fold(emptyRegistry, before);
        const copy = structuredClone(plain(registry));
        fold(registry, after);
        expect(plain(registry)).toEqual(copy);
      }),
    );
  });

  it('never throws, whatever a version of the program wrote, and what it makes can be shown', () => {
    assert(
      property(array(oddEvents, { maxLength: 30 }), (odd) => {
        // Through JSON, as everything in a journal came.
        const events: readonly unknown[] = JSON.parse(JSON.stringify(odd));
        const registry = registryRules.fold(emptyRegistry, events.map(envelope));
        for (const content of views(registry).values()) expect(content.endsWith('\n')).toBe(true);
        expect(new Set(numbersOf(registry)).size).toBe(registry.sessions.size);
      }),
      { numRuns: 300 },
    );
  });

  it('is given the empty registry back for no records', () => {
    expect(fold(emptyRegistry, [])).toBe(emptyRegistry);
  });
});

describe('numbers', () => {
  it('are never given twice, never change, and never fall behind the next free one', () => {
    assert(
      property(journals, (records) => {
        const given = new Map<string, number>();
        let registry = emptyRegistry;
        for (const record of records) {
          registry = fold(registry, [record]);
          for (const session of registry.sessions.values()) {
            expect(given.get(session.id) ?? session.number).toBe(session.number);
            given.set(session.id, session.number);
          }
          expect(new Set(given.values()).size).toBe(given.size);
          expect(registry.nextNumber).toBeGreaterThan(Math.max(0, ...given.values()));
        }
      }),
    );
  });

  it('are given in the order of the journal, however many writers mix their records', () => {
    const writers = array(array(reports, { maxLength: 12, size: 'max' }), { minLength: 1, maxLength: 4 });
    assert(
      property(
        writers,
        array(tuple(nat(3), integer({ min: 1, max: 3 })), { maxLength: 40, size: 'max' }),
        (queues, turns) => {
          const numbers = numbersOf(interleaved(queues, turns));
          expect(numbers).toEqual(numbers.map((_number, position) => position + 1));
        },
      ),
    );
  });

  it('of fifty sessions that start at once are C1 to C50', () => {
    const story = journal();
    const { registry } = story;
    const pids = Array.from({ length: 50 }, (_, index) => 100 + index);
    for (const pid of pids) {
      const news = observe(registry, renderReport(`${pid}`, { pid, pane: `%${pid}` }));
      story.keep(...news);
    }
    expect(numbersOf(story.registry)).toEqual(pids.map((_pid, index) => index + 1));
  });

  it('are given by whatever event speaks of a session first', () => {
    const story = journal().name('a', 'user', 'Mine').prompt('b').start('a');
    expect([story.session('a').number, story.session('b').number]).toEqual([1, 2]);
    expect(story.called('a')).toBe('Mine');
  });
});

/** Every writer observes what it knew when it last looked, and appends when its turn comes: stale as can be. */
function interleaved(
  queues: readonly (readonly Parameters<typeof observe>[1][])[],
  turns: readonly (readonly [writer: number, lookEvery: number])[],
): Registry {
  const positions = queues.map(() => 0);
  const known = queues.map(() => emptyRegistry);
  let count = 0;
  let registry = emptyRegistry;
  for (const [turn, [writer, lookEvery]] of turns.entries()) {
    const index = writer % queues.length;
    if (turn % lookEvery === 0) known[index] = registry;
    const report = queues[index]?.[positions[index] ?? 0];
    positions[index] = (positions[index] ?? 0) + 1;
    if (report === undefined) continue;
    const news: readonly Event[] = observe(known[index] ?? emptyRegistry, report);
    registry = fold(
      registry,
      news.map((event, offset) => recordOf(event, count + offset)),
    );
    count += news.length;
  }
  return registry;
}

/** A start and a prompt happened again; an end of a process that is not the session's is for the fold to weigh. */
function mayRepeat(report: Report, event: Event): boolean {
  if (report.kind === 'render') return false;
  const { event: hook } = report.input;
  if (hook === 'SessionStart') return event.kind === 'seen';
  if (hook === 'UserPromptSubmit') return event.kind === 'prompted';
  return hook === 'SessionEnd' && report.sight.process !== null;
}

describe('observing', () => {
  it('the same report again adds nothing, save that a start, a prompt or an end elsewhere was reported again', () => {
    assert(
      property(journals, reports, (records, report) => {
        const before = fold(emptyRegistry, records);
        const kept = observe(before, report).map((event, offset) => recordOf(event, records.length + offset));
        const again = observe(fold(before, kept), report);
        expect(again.filter((event) => !mayRepeat(report, event))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is kept twice without harm: what one report added may stand in the journal twice', () => {
    assert(
      property(journals, reports, (records, report) => {
        const before = fold(emptyRegistry, records);
        const kept = observe(before, report).map((event, offset) => recordOf(event, records.length + offset));
        expect(plain(fold(before, [...kept, ...kept]))).toEqual(plain(fold(before, kept)));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves two readers who know the same with the same to say', () => {
    assert(
      property(journals, reports, (records, report) => {
        const one = observe(fold(emptyRegistry, records), report);
        const other = observe(fold(emptyRegistry, structuredClone(records)), report);
        expect(other).toEqual(one);
      }),
    );
  });
});

describe('the cost of folding', () => {
  it('grows with the journal, not with the journal times the registry', () => {
    const { registry, looks } = watched(2000);
    const news = Array.from({ length: 100 }, (_, position) => recordOf(seenIn(5000 + position), position));
    const after = fold(registry, news);
    expect(after.sessions.size).toBe(2100);
    // All bystanders are looked at once, to find out who runs where; not once for each record.
    expect(looks() / 2000).toBeLessThanOrEqual(2);
  });
});

/** A sight of the session with this position, in a process of its own. */
function seenIn(position: number): Event {
  return {
    kind: 'seen',
    session: id(String.fromCodePoint(0x4e00 + position)),
    source: 'render',
    origin: 'interactive',
    isContinued: false,
    process: clientProcess({ pid: position }),
    place: null,
    changes: {},
  };
}

/** So many live sessions, and how often anybody has looked at the state of one. */
function watched(count: number): { readonly registry: Registry; readonly looks: () => number } {
  let looks = 0;
  const counting = (session: Session): Session => {
    const { state } = session;
    const get = (): Session['state'] => {
      looks += 1;
      return state;
    };
    return Object.defineProperty({ ...session }, 'state', { get, enumerable: true });
  };
  const { sessions, ...rest } = fold(
    emptyRegistry,
    Array.from({ length: count }, (_, position) => recordOf(seenIn(position), position)),
  );
  const registry = {
    ...rest,
    sessions: new Map([...sessions].map(([key, session]) => [key, counting(session)])),
  };
  looks = 0;
  return { registry, looks: () => looks };
}
