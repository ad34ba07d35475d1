import { readStatusInput } from '../../claude/status-input.ts';
import { explainLine, type WidgetExplanation } from '../../status/explain.ts';
import type { LineFacts } from '../../status/facts.ts';
import type { LineOptions } from '../../status/options.ts';
import { previewFacts } from '../../status/preview.ts';
import { terminalFacts } from '../../status/terminal.ts';
import type { WidgetName } from '../../status/widget-names.ts';
import { harmless } from '../../text/harmless.ts';
import { ago } from '../../text/quantities.ts';
import type { World } from '../../world.ts';
import { problemWords } from '../config/change.ts';
import { configurationNow } from '../config/file.ts';
import { registryNow } from '../first-use.ts';
import { sessionFor } from '../known.ts';
import { lastReport, type LastReport } from './last-report.ts';
import { terminalCells } from '../list.ts';
import { factsFor } from './render.ts';
import { complain, exit, printJson, printLines } from '../speech.ts';
import { type Gathered, gatherSurroundings } from './surroundings.ts';
import { table, type Column } from '../table.ts';

const columns: readonly Column[] = [
  { title: 'ROW' },
  { title: 'WIDGET' },
  { title: 'IS' },
  { title: 'SHOWS', shrinksToCells: 12 },
  { title: 'COST' },
  { title: 'FROM', shrinksToCells: 12 },
  { title: 'BECAUSE', shrinksToCells: 16 },
];

/** What is explained: the facts, and whose they are. */
interface Explained {
  readonly facts: LineFacts;
  readonly json: unknown;
  /** Null for the sample, where no client has said anything yet. */
  readonly report: LastReport | null;
  readonly gatheredMs: number;
  /** What of that was for some widgets alone. */
  readonly costs: ReadonlyMap<Gathered, number>;
}

/** What is gathered for which widgets alone; what several share is a cost of each that none causes alone. */
const gatheredFor: Readonly<Partial<Record<WidgetName, Gathered>>> = {
  branch: 'git',
  number: 'tmux',
  pullRequest: 'tmux',
  context: 'settings',
  limits: 'limits',
  command: 'commands',
  wrapped: 'wrapped',
};

/**
 * `statusline explain [<ref>]`: each widget of the last line of a session (of any, without one): where its value
 * comes from, what is shown of it and why not more, and what it took just now.
 */
export async function explain(
  world: World,
  flags: { readonly json: boolean },
  ref?: string,
): Promise<number> {
  const session = ref === undefined ? null : await sessionFor(world, registryNow(world), ref);
  if (session?.ok === false) return complain(world, session.failure);
  const report = lastReport(world, session?.value.id ?? null);
  if (session !== null && report === null) {
    return complain(world, 'this session has drawn no line yet: explain without a session explains a sample');
  }
  const there = report === null ? world : worldOf(world, report);
  const { options, problems } = configurationNow(there);
  const explained = report === null ? sample(world) : await factsOf(there, report, options);
  const { facts, json } = explained;
  const widgets = explainLine({ facts, options, json, elapsedMs: () => world.clock.elapsedMs() });
  if (flags.json) printJson(world, jsonOf(explained, widgets));
  else {
    printLines(world, [
      headline(explained),
      ...problems.map((problem) => `Configuration: ${problemWords(problem)}: its default holds`),
      ...table(
        columns,
        widgets.map((widget) => rowOf(widget, explained.costs)),
        terminalCells(world),
      ),
    ]);
  }
  return exit.done;
}

function sample(world: World): Explained {
  const terminal = terminalFacts(world.request.env, null);
  const facts = previewFacts(terminal, world.clock.nowMs());
  return { facts, json: null, report: null, gatheredMs: 0, costs: new Map() };
}

/** The world as the session's own client has it. */
function worldOf(world: World, report: LastReport): World {
  const env = { HOME: world.request.env['HOME'], PATH: world.request.env['PATH'], ...report.env };
  return { ...world, request: { ...world.request, env } };
}

/** Gathers anew what the session's own line would show now, and measures it. */
async function factsOf(world: World, report: LastReport, options: LineOptions): Promise<Explained> {
  const { value: input } = readStatusInput(report.json);
  const costs = new Map<Gathered, number>();
  const elapsedMs = (): number => world.clock.elapsedMs();
  const startedAtMs = elapsedMs();
  const around = await gatherSurroundings(world, { input, json: report.json }, options, {
    asksPrograms: true,
    timed: (what, act) => {
      const sinceMs = elapsedMs();
      const done = act();
      const keep = (): void => void costs.set(what, elapsedMs() - sinceMs);
      if (done instanceof Promise) done.then(keep, keep);
      else keep();
      return done;
    },
  });
  const gatheredMs = elapsedMs() - startedAtMs;
  const facts = factsFor(world, { input, registry: registryNow(world), isKept: true, around });
  return { facts, json: JSON.parse(report.json), report, gatheredMs, costs };
}

function headline({ facts, report, gatheredMs }: Explained): string {
  if (report === null) return 'No line was drawn yet: this is a sample.';
  const { nowMs, session, terminal } = facts;
  const whose = session === null ? '' : ` of C${session.number}`;
  const size = terminal.columns === null ? '' : `, ${terminal.columns} columns`;
  return `The line${whose}, drawn ${ago(report.atMs, nowMs)}${size}; gathering it took ${gatheredMs.toFixed(1)} ms.`;
}

function rowOf(widget: WidgetExplanation, costs: Explained['costs']): readonly string[] {
  return [
    `${widget.row} ${widget.side}`,
    widget.widget,
    widget.fate,
    harmless(widget.text.trim()),
    costWords(widget, costs),
    widget.from,
    widget.because ?? '',
  ];
}

/** `0.02 ms`, with what was gathered for it where that was something: `0.02 + 11.4 ms (git)`. */
function costWords({ widget, drawnMs }: WidgetExplanation, costs: Explained['costs']): string {
  const what = gatheredFor[widget];
  const gatheredMs = what === undefined ? undefined : costs.get(what);
  const drawn = drawnMs.toFixed(2);
  return gatheredMs === undefined ? `${drawn} ms` : `${drawn} + ${gatheredMs.toFixed(1)} ms (${what})`;
}

function jsonOf(
  { facts, report, gatheredMs, costs }: Explained,
  widgets: readonly WidgetExplanation[],
): object {
  return {
    session_id: report === null ? null : facts.input.session,
    drawn_at: report === null ? null : new Date(report.atMs).toISOString(),
    gathered_ms: gatheredMs,
    widgets: widgets.map(({ drawnMs, ...widget }) => {
      const what = gatheredFor[widget.widget];
      return {
        ...widget,
        drawn_ms: drawnMs,
        gathered_ms: what === undefined ? null : (costs.get(what) ?? null),
      };
    }),
  };
}
