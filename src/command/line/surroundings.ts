import { join } from 'node:path';
import { parseObject } from '../../claude/fields.ts';
import { readRateLimits, type RateLimits, writeRateLimits } from '../../claude/rate-limits.ts';
import type { StatusInput } from '../../claude/status-input.ts';
import { decodeSetupRecord } from '../../claude/setup-record.ts';
import type { GitDirt, GitHead } from '../../git/git.ts';
import { commonFeatures, featuresCommand } from '../../tmux/features.ts';
import { compactionFrom } from '../../status/compaction.ts';
import type { CommandOutput, LineFacts } from '../../status/facts.ts';
import { areSameLimits, newestLimits, withEnds } from '../../status/limits.ts';
import { type LineNeeds, needsOf } from '../../status/needs.ts';
import type { LineOptions } from '../../status/options.ts';
import { terminalFacts } from '../../status/terminal.ts';
import type { World } from '../../world.ts';
import { outputOf } from './outside.ts';

/** What the client said, read and as it came. */
export interface StatusReport {
  readonly input: StatusInput;
  readonly json: string;
}

/** What is round a session, beyond what the client and the registry say of it. */
export type Surroundings = Pick<
  LineFacts,
  | 'git'
  | 'compaction'
  | 'limits'
  | 'terminal'
  | 'home'
  | 'commands'
  | 'wrapped'
  | 'nowMs'
  | 'utcOffsetMinutes'
>;

/** What is gathered for some widgets alone, so that its cost is theirs. */
export type Gathered = 'git' | 'tmux' | 'settings' | 'limits' | 'commands' | 'wrapped';

/** How it is gathered. */
export interface Gathering {
  /** Whether other programs are asked. A render without a resident asks none: each would cost as much as all the rest. */
  readonly asksPrograms: boolean;
  /** Does what it is given, and may measure it. */
  readonly timed: <T>(what: Gathered, act: () => T) => T;
}

/** The longest that git is waited for. The resident answers from what it has, and has patience of its own. */
const gitDeadlineMs = 100;
/** A tmux that does not answer costs the links and nothing else. */
const tmuxDeadlineMs = 300;

/**
 * Gathers what a line with these options can show of the session's surroundings, and nothing else. Never
 * rejects: what cannot be had is not known.
 */
export async function gatherSurroundings(
  world: World,
  report: StatusReport,
  options: LineOptions,
  { asksPrograms, timed }: Gathering = {
    // The resident that a run of its own leaves behind asks them for the next one.
    asksPrograms: world.programs.isLasting,
    timed: (_what, act) => act(),
  },
): Promise<Surroundings> {
  const needs = world.memory.of('needs', [options], () => needsOf(options));
  const { env } = world.request;
  const directory = directoryOf(report.input);
  const head = directory === null ? null : world.git.head(directory);
  const nowMs = world.clock.nowMs();
  const [dirt, features, commands, wrapped] = await Promise.all([
    needs.dirt && asksPrograms ? timed('git', () => dirtOf(world, head)) : null,
    needs.links && asksPrograms ? timed('tmux', () => tmuxFeatures(world)) : null,
    timed('commands', () => outputsOf(world, report, needs)),
    needs.wrapped ? timed('wrapped', () => wrappedLine(world, report)) : null,
  ]);
  return {
    git: head === null ? null : { head, dirt },
    compaction: compactionFrom(env, needs.compaction ? timed('settings', () => clientSettings(world)) : null),
    limits: needs.limits ? timed('limits', () => limitsNow(world, report.input.rateLimits, nowMs)) : null,
    terminal: terminalFacts(env, features),
    home: world.paths.home,
    commands,
    wrapped,
    nowMs,
    utcOffsetMinutes: needs.localTime ? world.clock.utcOffsetMinutes() : 0,
  };
}

function directoryOf({ workspace, cwd }: StatusInput): string | null {
  return workspace.currentDir ?? cwd;
}

async function dirtOf(world: World, head: GitHead | null): Promise<GitDirt | null> {
  return head === null ? null : world.git.dirt(head.root, gitDeadlineMs);
}

async function tmuxFeatures(world: World): Promise<string | null> {
  const { TMUX: tmux = '', FORCE_HYPERLINK: forced } = world.request.env;
  const [socketPath = ''] = tmux.split(',');
  if (socketPath === '' || forced !== undefined) return null;
  const asked = await world.tmux.run(socketPath, [featuresCommand], { timeoutMs: tmuxDeadlineMs });
  return asked.ok ? commonFeatures(asked.value) : null;
}

function clientSettings(world: World): unknown {
  const read = world.settings.read(join(world.paths.claudeConfig, 'settings.json'));
  if (!read.ok) return null;
  return world.memory.of('client settings', [read.value], () => parseObject(read.value ?? '').value);
}

/** Every session of an account is told the same limits, each at its own time: the newest are kept for all. */
function limitsNow(world: World, own: RateLimits, nowMs: number): RateLimits {
  const name = `limits ${world.paths.claudeConfig}`;
  const text = world.cache.read(name)?.text ?? '';
  const kept = world.memory.of(name, [text], () => withEnds(readRateLimits(parseObject(text).value ?? {})));
  const newest = newestLimits([kept, own], nowMs);
  const lasting = withEnds(newest);
  if (!areSameLimits(kept, lasting)) world.cache.write(name, JSON.stringify(writeRateLimits(lasting)));
  return newest;
}

async function outputsOf(
  world: World,
  { input, json }: StatusReport,
  { commands }: LineNeeds,
): Promise<Readonly<Record<string, CommandOutput>>> {
  const asked = Object.entries(commands).map(async ([name, spec]) => {
    const output = await outputOf(world, {
      name: `command ${input.session ?? ''} ${name}`,
      run: spec.run,
      cwd: directoryOf(input) ?? world.paths.home,
      stdin: json,
      everyMs: spec.everyMs,
      timeoutMs: spec.timeoutMs,
      waitMs: 0,
    });
    return output === null ? [] : [[name, output] as const];
  });
  return Object.fromEntries((await Promise.all(asked)).flat());
}

/** What the other tool's line says hangs on what the client just said, so a moment's wait for it is worth while. */
const wrappedWays = { everyMs: 1_000, timeoutMs: 3_000, waitMs: 250 } as const;

async function wrappedLine(world: World, { input, json }: StatusReport): Promise<string | null> {
  const command = replacedCommand(world);
  if (command === null) return null;
  const output = await outputOf(world, {
    ...wrappedWays,
    name: `wrapped ${input.session ?? ''}`,
    // The client runs a status line's command so too.
    run: ['/bin/sh', '-c', command],
    cwd: directoryOf(input) ?? world.paths.home,
    stdin: json,
  });
  return output?.text ?? null;
}

/** The command that gave way to ours in these settings, as setup remembers it. */
function replacedCommand(world: World): string | null {
  const record = world.settings.read(join(world.paths.instances, 'setup.json'));
  const settings = join(world.paths.claudeConfig, 'settings.json');
  if (!record.ok) return null;
  const entries = world.memory.of('setup', [record.value], () => decodeSetupRecord(record.value ?? ''));
  return entries.get(settings)?.replaced ?? null;
}
