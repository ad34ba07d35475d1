import { parseObject, fields, text } from '../../claude/fields.ts';
import { maskSecrets } from '../../text/secret-mask.ts';
import type { World } from '../../world.ts';
import type { StatusReport } from './surroundings.ts';

/** What a session's client said last, and from which terminal. */
export interface LastReport {
  readonly json: string;
  readonly env: Readonly<Record<string, string>>;
  readonly atMs: number;
}

const prefix = 'report ';
/** Remembered for `explain` alone: now and then is enough. */
const everyMs = 10_000;
const maxChars = 64_000;

/** What the environment says of the terminal and of the line's looks, and nothing else of it. */
const variables = `COLUMNS LINES NO_COLOR FORCE_COLOR COLORTERM TERM TERM_PROGRAM VTE_VERSION WT_SESSION
  FORCE_HYPERLINK TMUX TMUX_PANE CLAUDE_CODE_TMUX_TRUECOLOR STATUSLINE_THEME STATUSLINE_WIDTH`.split(/\s+/);

/** Remembers what the client said, when that was not done a moment ago. */
export function rememberReport(world: World, { input, json }: StatusReport): void {
  if (input.session === null || json.length > maxChars) return;
  const name = `${prefix}${input.session}`;
  const ageMs = world.clock.nowMs() - (world.cache.read(name)?.atMs ?? 0);
  if (ageMs >= 0 && ageMs < everyMs) return;
  const told = variables.flatMap((variable) => {
    const value = world.request.env[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  // Keys in it, in a title made of a prompt, are as little kept here as elsewhere.
  world.cache.write(name, JSON.stringify({ json: maskSecrets(json), env: Object.fromEntries(told) }));
}

/** What the client of this session said last, or of any when none is given; null when nothing is remembered. */
export function lastReport(world: World, session: string | null): LastReport | null {
  const names = session === null ? world.cache.names(prefix) : [`${prefix}${session}`];
  const reports = names.flatMap((name) => {
    const kept = world.cache.read(name);
    return kept === null ? [] : [{ ...read(kept.text), atMs: kept.atMs }];
  });
  return reports.sort((a, b) => b.atMs - a.atMs)[0] ?? null;
}

function read(kept: string): Omit<LastReport, 'atMs'> {
  const value = parseObject(kept).value ?? {};
  const env = Object.entries(fields(value['env'])).flatMap(([name, told]) => {
    const word = text(told);
    return word === null ? [] : [[name, word] as const];
  });
  return { json: text(value['json']) ?? '', env: Object.fromEntries(env) };
}
