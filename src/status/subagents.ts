import { amount, elements, fields, momentMs, parseObject, text } from '../claude/fields.ts';
import { harmless } from '../text/harmless.ts';
import { duration, percent, shortCount } from '../text/quantities.ts';
import type { LineOptions } from './options.ts';
import { type Form, prose, type Segment, segment, span } from './segment.ts';
import { smallRow } from './small-row.ts';
import type { TerminalFacts } from './terminal.ts';
import type { Role } from './theme.ts';

/** One sub-agent or background task of the session, as the client tells of it. */
interface Task {
  readonly id: string;
  readonly name: string;
  readonly doing: string;
  readonly status: string;
  readonly model: string;
  readonly tokens: number | null;
  readonly windowTokens: number | null;
  readonly startedAtMs: number | null;
}

/** What a row about a sub-agent needs besides the client's words. */
export interface SubagentSurroundings {
  readonly terminal: TerminalFacts;
  readonly nowMs: number;
}

/**
 * The rows about a session's sub-agents, out of the JSON that the client sends for them: a JSON line with `id` and
 * `content` for each. A task without an id, or input that cannot be read, gives no line, and the client
 * then draws its own.
 */
export function renderSubagents(json: string, around: SubagentSurroundings, options: LineOptions): string {
  const input = parseObject(json).value ?? {};
  const columns = amount(input['columns']);
  const terminal = columns === null ? around.terminal : { ...around.terminal, columns: Math.floor(columns) };
  // The client has already taken off what it keeps for itself.
  const whole = columns === null ? options : { ...options, marginCells: 0 };
  return elements(input['tasks'])
    .map(readTask)
    .filter((task) => task !== null)
    .map((task) => ({ id: task.id, content: smallRow(segmentsOf(task, around.nowMs), whole, terminal) }))
    .map((line) => JSON.stringify(line))
    .join('\n');
}

function readTask(value: unknown): Task | null {
  const task = fields(value);
  const id = text(task['id']);
  if (id === null) return null;
  const description = text(task['description']) ?? '';
  const model = [text(task['model']), text(task['effort'])].filter((word) => word !== null).join(' ');
  return {
    id,
    name: text(task['name']) ?? '',
    doing: text(task['label']) ?? description,
    status: text(task['status']) ?? '',
    model,
    tokens: amount(task['tokenCount']),
    windowTokens: amount(task['contextWindowSize']),
    startedAtMs: momentMs(task['startTime']),
  };
}

function segmentsOf(task: Task, nowMs: number): readonly (Segment | null)[] {
  const [name, doing] = [harmless(task.name, 24), harmless(task.doing, 120)];
  const sign = signOf(task.status);
  return [
    // The client names few of them: what one does is then all that tells it from the others.
    name === '' ? null : prose(95, 10, [...sign, span('name', name)]),
    prose(80, 14, [
      ...(name === '' ? sign : []),
      span('summary', doing === '' && name === '' ? 'task' : doing),
    ]),
    segment(40, [span('model', harmless(task.model, 24))]),
    segment(60, ...tokenForms(task)),
    ranForMs(task, nowMs) < shownFromMs
      ? null
      : segment(50, [span('muted', duration(ranForMs(task, nowMs)))]),
  ];
}

/** The client asks for rows when something happens in them, not every second: seconds would stand still. */
const shownFromMs = 60_000;

function ranForMs({ startedAtMs }: Task, nowMs: number): number {
  return startedAtMs === null ? 0 : nowMs - startedAtMs;
}

/** The client draws a bullet before each row: one that runs, as nearly all do, needs no second one. */
const signs: Readonly<Record<string, readonly [Role, string]>> = {
  completed: ['muted', '○ '],
  failed: ['bad', '✗ '],
  killed: ['bad', '✗ '],
  pending: ['warn', '◆ '],
};

function signOf(status: string): Form {
  const sign = Object.hasOwn(signs, status) ? signs[status] : undefined;
  return sign === undefined ? [] : [span(sign[0], sign[1])];
}

function tokenForms({ tokens, windowTokens }: Task): readonly Form[] {
  if (tokens === null || tokens <= 0) return [];
  const count = [span('figure', shortCount(tokens)), span('muted', ' tok')];
  if (windowTokens === null || windowTokens <= 0) return [count];
  return [[...count, span('muted', ` ${percent((tokens / windowTokens) * 100)}`)], count];
}
