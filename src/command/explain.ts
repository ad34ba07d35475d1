import { readStatusInput } from '../claude/status-input.ts';
import { explainLine, type WidgetExplanation } from '../status/explain.ts';
import type { LineFacts } from '../status/facts.ts';
import { previewFacts } from '../status/preview.ts';
import { terminalFacts } from '../status/terminal.ts';
import { harmless } from '../text/harmless.ts';
import { ago } from '../text/quantities.ts';
import type { World } from '../world.ts';
import { problemWords } from './config-change.ts';
import { configurationNow } from './config-file.ts';
import { registryNow } from './first-use.ts';
import { sessionFor } from './known.ts';
import { lastReport, type LastReport } from './last-report.ts';
import { terminalCells } from './list.ts';
import { factsFor } from './render.ts';
import { complain, exit, printJson, printLines } from './speech.ts';
import { gatherSurroundings } from './surroundings.ts';
import { table, type Column } from './table.ts';

const columns: readonly Column[] = [
  { title: 'ROW' },
  { title: 'WIDGET' },
  { title: 'IS' },
  { title: 'SHOWS', shrinksToCells: 12 },
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
}

/**
 * `statusline explain [<ref>]`: each widget of the last line of a session (of any, without one): where its value
 * comes from, what is shown of it and why not more.
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
  const { options, problems } = configurationNow(world);
  const explained = report === null ? sample(world) : await factsOf(world, report);
  const widgets = explainLine(explained.facts, options, explained.json);
  if (flags.json) printJson(world, jsonOf(explained, widgets));
  else {
    printLines(world, [
      headline(explained),
      ...problems.map((problem) => `config.json: ${problemWords(problem)}: its default holds`),
      ...table(columns, widgets.map(rowOf), terminalCells(world)),
    ]);
  }
  return exit.done;
}

function sample(world: World): Explained {
  const terminal = terminalFacts(world.request.env, null);
  const facts = previewFacts(terminal, world.clock.nowMs());
  return { facts, json: null, report: null, gatheredMs: 0 };
}

/** Gathers anew what the session's own line would show now, in its terminal. */
async function factsOf(world: World, report: LastReport): Promise<Explained> {
  const { options } = configurationNow(world);
  const env = { HOME: world.request.env['HOME'], PATH: world.request.env['PATH'], ...report.env };
  const there: World = { ...world, self: world.self, request: { ...world.request, env } };
  const { value: input } = readStatusInput(report.json);
  const startedAtMs = world.clock.nowMs();
  const around = await gatherSurroundings(there, { input, json: report.json }, options);
  const gatheredMs = world.clock.nowMs() - startedAtMs;
  const facts = factsFor(there, { input, registry: registryNow(world), isKept: true, around });
  return { facts, json: JSON.parse(report.json), report, gatheredMs };
}

function headline({ facts, report, gatheredMs }: Explained): string {
  if (report === null) return 'No line was drawn yet: this is a sample.';
  const { nowMs, session, terminal } = facts;
  const whose = session === null ? '' : ` of C${session.number}`;
  const size = terminal.columns === null ? '' : `, ${terminal.columns} columns`;
  return `The line${whose}, drawn ${ago(report.atMs, nowMs)}${size}; gathering it took ${gatheredMs} ms.`;
}

function rowOf(widget: WidgetExplanation): readonly string[] {
  return [
    `${widget.row} ${widget.side}`,
    widget.widget,
    widget.fate,
    harmless(widget.text.trim()),
    widget.from,
    widget.because ?? '',
  ];
}

function jsonOf({ facts, report, gatheredMs }: Explained, widgets: readonly WidgetExplanation[]): object {
  return {
    session_id: report === null ? null : facts.input.session,
    drawn_at: report === null ? null : new Date(report.atMs).toISOString(),
    gathered_ms: gatheredMs,
    widgets,
  };
}
