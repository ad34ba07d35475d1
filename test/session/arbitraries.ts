import {
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  type Arbitrary,
  integer,
  jsonValue,
  nat,
  oneof,
  option,
  record,
  string,
} from 'fast-check';
import type { HookEvent } from '../../src/claude/hook-input.ts';
import type { Event, Recorded, SessionChanges } from '../../src/session/event.ts';
import type { Report } from '../../src/session/observe.ts';
import {
  activities,
  endReasons,
  lossReasons,
  namers,
  origins,
  outcomes,
  panesAtEnd,
  sources,
} from '../../src/session/vocabulary.ts';
import { clientProcess, deskWindow, id, identity, place, server, type Where } from './pieces.ts';
import { firstAtMs, hookReport, renderReport } from './world.ts';

// Few names, processes, panes and servers, so that events meet each other.

const names = ['a', 'b', 'c', 'd'];
const session = constantFrom(...names.map(id));
const pids = constantFrom(10, 11, 12);
const boots = constantFrom('boot-1', 'boot-2');
const panes = constantFrom('%1', '%2', '%3');
const servers = constantFrom(1, 2);
const text = oneof(
  constantFrom('', ' ', 'x', 'Fox', '__proto__', '#{q}', '\u001b[31m'),
  string({ maxLength: 12 }),
);

function orNull<T>(values: Arbitrary<T>): Arbitrary<T | null> {
  return option(values, { nil: null });
}

/** Seldom null. */
function mostly<T>(values: Arbitrary<T>): Arbitrary<T | null> {
  return option(values, { nil: null, freq: 6 });
}

function wordOf<Word extends string>(table: Readonly<Record<Word, true>>): Arbitrary<Word> {
  // The keys of a table of words are its words.
  return constantFrom(...(Object.keys(table) as Word[]));
}

/** Who reports. */
const wheres: Arbitrary<Where> = record({
  pid: mostly(pids),
  boot: boots,
  pane: mostly(panes),
  server: servers,
  window: constantFrom('one', 'two'),
  origin: wordOf(origins),
  projectDir: orNull(constantFrom('/p', '/q')),
  paneAtEnd: wordOf(panesAtEnd),
});

const processes = wheres.map(clientProcess);
const identities = orNull(wheres.map(identity));
const places = wheres.map(place);

const told = {
  cwd: constantFrom('/p', '/q'),
  projectDir: constantFrom('/p', '/q'),
  modelId: constantFrom('m', 'n'),
  permissionMode: constantFrom('default', 'plan'),
};
const changes: Arbitrary<SessionChanges> = record(
  { ...told, configDir: orNull(constantFrom('/c')) },
  { requiredKeys: [] },
);

const evidence = array(text, { maxLength: 2 });
const recoveryId = constantFrom('r1', 'r2');

/** Any event of any kind, whole. */
const events: Arbitrary<Event> = oneof(
  record({
    kind: constant('seen'),
    session,
    source: wordOf(sources),
    origin: wordOf(origins),
    isContinued: boolean(),
    process: processes,
    place: places,
    changes,
  }),
  record({ kind: constant('changed'), session, changes }),
  record({ kind: constant('pane_migrated'), session, from: places, to: wheres.map(whereInPane) }),
  record({ kind: constant('prompted'), session, promptId: orNull(constantFrom('p1', 'p2')), excerpt: text }),
  record({ kind: constant('activity'), session, activity: wordOf(activities), waitingFor: orNull(text) }),
  record({
    kind: constant('activity'),
    session,
    activity: wordOf(activities),
    waitingFor: orNull(text),
    source: constant('client-registry'),
  }),
  record({
    kind: constant('farewell'),
    session,
    process: identities,
    farewell: record({ reason: constantFrom('other', 'unknown'), pane: wordOf(panesAtEnd) }),
  }),
  record({ kind: constant('ended'), session, process: identities, reason: wordOf(endReasons), evidence }),
  record({ kind: constant('lost'), session, process: identities, reason: wordOf(lossReasons), evidence }),
  record({ kind: constant('named'), session, by: wordOf(namers), name: orNull(text) }),
  record(
    { kind: constant('described'), session, task: text, description: text, summary: text },
    { requiredKeys: ['kind', 'session'] },
  ),
  record({ kind: constant('recovery_claimed'), session, recoveryId, claimer: wheres.map(identity) }),
  record({
    kind: constant('recovery_settled'),
    session,
    recoveryId,
    outcome: wordOf(outcomes),
    detail: orNull(text),
  }),
  record({
    kind: constant('recovery_run'),
    recoveryId,
    outcomes: dictionary(session, wordOf(outcomes), { maxKeys: 2 }),
  }),
  record(
    {
      kind: constant('desk'),
      server: integer({ min: 1, max: 7 }).map((pid) => server(pid)),
      sessions: array(
        record({
          id: constantFrom('$0', '$1'),
          name: text,
          group: orNull(text),
          seats: array(record({ index: nat(3), windowId: constantFrom('@1', '@2') }), { maxLength: 2 }),
          activeIndex: nat(3),
          lastIndex: orNull(nat(3)),
        }),
        { maxLength: 2 },
      ),
      windows: array(
        record({ windowId: constantFrom('@1', '@2', '@3'), pane: panes }).map(({ windowId, pane }) =>
          deskWindow(windowId, pane),
        ),
        { maxLength: 2 },
      ),
      gone: array(constantFrom('@1', '@2', '@3'), { maxLength: 2 }),
    },
    { requiredKeys: ['kind', 'server', 'windows', 'gone'] },
  ),
  record({
    kind: constant('imported'),
    session,
    number: nat(6),
    name: orNull(text),
    isGeneratedName: boolean(),
    task: orNull(text),
    modelName: orNull(text),
    cwd: orNull(text),
    createdAtMs: nat(),
    lastSeenAtMs: nat(),
    wasActive: boolean(),
    paneRef: orNull(text),
    prompts: nat(9),
  }),
  record({ kind: constant('numbered_from'), next: integer({ min: 1, max: 9 }) }),
);

function whereInPane(where: Where): NonNullable<ReturnType<typeof place>> {
  const inPane = place({ ...where, pane: where.pane ?? '%1' });
  if (inPane === null) throw new Error('A pane is a place.');
  return inPane;
}

/** A journal: records of any events, in any order, at any times. */
export const journals: Arbitrary<readonly Recorded[]> = array(
  record({ event: events, laterMs: integer({ min: -2, max: 2 }) }),
  { maxLength: 40, size: 'max' },
).map((steps) =>
  steps.map(({ event, laterMs }, position) => ({
    atMs: firstAtMs + position + laterMs,
    host: 'box',
    recordId: `record-${position}`,
    event,
  })),
);

const kinds: Readonly<Record<Event['kind'], true>> = {
  seen: true,
  changed: true,
  pane_migrated: true,
  prompted: true,
  activity: true,
  farewell: true,
  ended: true,
  lost: true,
  named: true,
  described: true,
  recovery_claimed: true,
  recovery_settled: true,
  recovery_run: true,
  desk: true,
  imported: true,
  numbered_from: true,
};

/** Values as they come out of a journal that another version wrote: a known kind, and members that may be anything. */
export const oddEvents: Arbitrary<unknown> = oneof(
  { weight: 1, arbitrary: jsonValue() },
  {
    weight: 3,
    arbitrary: record({
      kind: wordOf(kinds),
      session,
      members: dictionary(string(), jsonValue()),
    }).map(({ members, ...rest }) => ({ ...members, ...rest })),
  },
  {
    // A whole event in which some members were replaced or are missing, at any depth.
    weight: 6,
    arbitrary: record({
      event: events,
      strikes: array(record({ at: nat(40), by: orNull(jsonValue()) }), { maxLength: 4 }),
    }).map(({ event, strikes }) =>
      strikes.reduce<unknown>((damaged, { at, by }) => struck(damaged, { left: at, by }), event),
    ),
  },
);

/** The value with the member at one place, counted in depth, replaced (or taken away, where `by` is null). */
function struck(value: unknown, strike: { left: number; readonly by: unknown }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, member]): (readonly [string, unknown])[] => {
    if (key === 'kind' || key === 'session') return [[key, member]];
    strike.left -= 1;
    if (strike.left === 0) return strike.by === null ? [] : [[key, strike.by]];
    return [[key, struck(member, strike)]];
  });
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

const hookEvents: Arbitrary<HookEvent> = oneof(
  record({
    event: constant('SessionStart'),
    source: orNull(constantFrom('startup', 'resume', 'clear', 'compact')),
    modelId: orNull(constantFrom('m', 'n')),
  }),
  record({ event: constant('UserPromptSubmit'), prompt: orNull(text) }),
  record({
    event: constant('Stop'),
    isContinuing: boolean(),
    lastAssistantMessage: constant(null),
    backgroundTasks: nat(2),
  }),
  record({
    event: constant('StopFailure'),
    error: orNull(text),
    errorDetails: constant(null),
    lastAssistantMessage: constant(null),
  }),
  record({
    event: constant('Notification'),
    message: orNull(text),
    title: constant(null),
    notificationType: orNull(constantFrom('permission_prompt', 'idle_prompt', 'auth_success')),
  }),
  record({
    event: constant('SessionEnd'),
    reason: orNull(constantFrom('other', 'clear', 'prompt_input_exit', 'resume')),
  }),
  record({ event: constant('CwdChanged'), oldCwd: constant(null), newCwd: orNull(constantFrom('/p', '/q')) }),
  record({ event: constant('PreCompact'), trigger: constant(null) }),
  record({ event: constant('other'), name: constant('SubagentStop') }),
);

/** Any report of one of a few sessions. */
export const reports: Arbitrary<Report> = oneof(
  record({
    name: constantFrom(...names),
    event: hookEvents,
    where: wheres,
    words: record(
      {
        cwd: constantFrom('/p', '/q'),
        promptId: constantFrom('p1', 'p2'),
        permissionMode: constantFrom('default', 'plan'),
        sessionTitle: text,
        agentId: orNull(constant('sub')),
      },
      { requiredKeys: [] },
    ),
  }).map(({ name, event, where, words }) => hookReport(name, event, where, words)),
  record({
    name: constantFrom(...names),
    where: wheres,
    changed: record(told, { requiredKeys: [] }),
    title: orNull(text),
  }).map(({ name, where, changed, title }) => renderReport(name, where, changed, title)),
);
