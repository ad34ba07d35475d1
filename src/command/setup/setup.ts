import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { FileFailure } from '../../claude/settings-files.ts';
import { planSetup, type SetupPlan, statusLine, statusLineText } from '../../claude/settings.ts';
import type { AutoRecover } from '../../status/recovery-settings.ts';
import { harmless } from '../../text/harmless.ts';
import { failed, ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { confirmOnTerminal, type Confirm } from '../confirm.ts';
import { recoveryNow } from '../config/recovery.ts';
import {
  type AutoRecoverChange,
  autoRecoverWords,
  keepAutoRecover,
  planAutoRecover,
} from './auto-recover.ts';
import { keepWrapped, mayWrap } from './wrapped.ts';
import { fileFailureWords, memberDiff, settingsFailureWords } from './settings-words.ts';
import { keepRecord, putStablePaths, readRecord, setupPaths, type SetupPaths } from './files.ts';
import { complain, exit, printJson, printLines, shownPath } from '../speech.ts';

/** How `setup` and `uninstall` may go about it. */
export interface SetupFlags {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Another tool's line gives way and has a row of its own below ours. */
  readonly wrap: boolean;
  /** What happens by itself after a loss; as it is where nothing is said. */
  readonly autoRecover?: AutoRecover | undefined;
}

/** What is about to be done to which settings. */
interface Change {
  readonly paths: SetupPaths;
  readonly from: string | null;
  readonly plan: SetupPlan;
  readonly autoRecover: AutoRecoverChange | null;
  /** Another tool's line that gives way, or gave way before; null where there is none. */
  readonly other: string | null;
}

/**
 * `statusline setup`: puts the status line into the user's settings.json, by a path that survives upgrades of
 * the plugin. Doing it again changes nothing. Another tool's line gives way only when the user says so, and
 * `uninstall` brings it back.
 */
export async function setup(
  world: World,
  flags: SetupFlags,
  confirm: Confirm = confirmOnTerminal,
): Promise<number> {
  const change = planned(world, flags);
  if (!change.ok) return complain(world, change.failure);
  if (flags.dryRun) return tellPlan(world, change.value, flags);
  const consented = await consent(world, change.value, { flags, confirm });
  if (!consented.ok) return complain(world, consented.failure);
  const done = apply(world, change.value);
  if (!done.ok) return complain(world, failureWords(world, change.value.paths, done.failure));
  const kept = keepAutoRecover(world, change.value.autoRecover);
  if (!kept.ok) return complain(world, kept.failure);
  const { isWrapped } = consented.value;
  const wrapped = isWrapped ? keepWrapped(world) : ok(undefined);
  if (!wrapped.ok) return complain(world, wrapped.failure);
  return tellDone(world, change.value, { flags, backup: done.value, isWrapped });
}

function planned(world: World, flags: SetupFlags): Result<Change, string> {
  const paths = setupPaths(world);
  const read = world.settings.read(paths.settings);
  if (!read.ok) return failed(fileFailureWords(world, read.failure));
  const plan = planSetup(read.value, paths.command);
  if (!plan.ok) return failed(settingsFailureWords(world, paths.settings, plan.failure));
  const autoRecover = planAutoRecover(world, flags.autoRecover);
  if (!autoRecover.ok) return autoRecover;
  const change = { paths, from: read.value, plan: plan.value, autoRecover: autoRecover.value };
  const other = givingWay(change) ?? gaveWay(world, paths);
  if (!flags.wrap) return ok({ ...change, other });
  const config = mayWrap(world);
  if (!config.ok) return config;
  if (other !== null) return ok({ ...change, other });
  return failed(
    `${shownPath(world, paths.settings)} has no other tool's status line to keep, so nothing was changed: run setup without --wrap`,
  );
}

/** The command that would give way, or null. */
function givingWay({ plan }: Pick<Change, 'plan'>): string | null {
  return plan.kind === 'added' ? plan.replaced : null;
}

/** The command that gave way to ours before, or null. */
function gaveWay(world: World, paths: SetupPaths): string | null {
  const record = readRecord(world, paths);
  return record.ok ? (record.value.get(paths.settings)?.replaced ?? null) : null;
}

/** Whether another tool's line is to be shown in a row of its own. */
interface Consent {
  readonly isWrapped: boolean;
}

/** What the user agrees to; the failure is the sentence that says why nothing may be changed. */
async function consent(
  world: World,
  change: Change,
  { flags, confirm }: { readonly flags: SetupFlags; readonly confirm: Confirm },
): Promise<Result<Consent, string>> {
  const other = givingWay(change);
  const isWrapped = flags.wrap;
  if (other === null || flags.yes || isWrapped) return ok({ isWrapped });
  const file = shownPath(world, change.paths.settings);
  const shown = harmless(other);
  const { isStdinTerminal, isStdoutTerminal } = world.request;
  if (flags.json || !isStdinTerminal || !isStdoutTerminal)
    return failed(
      `${file} has another tool's status line (${shown}), so nothing was changed: \`setup --wrap\` shows it in a row below ours, \`setup --yes\` replaces it, and \`uninstall\` would bring it back`,
    );
  const isWanted = await confirm(
    `${file} has another tool's status line: ${shown}. Replace it? (uninstall brings it back)`,
  );
  if (!isWanted)
    return failed(`${file} was left as it is: run setup again when you want to replace its status line`);
  return ok({ isWrapped: await confirm('Show it in a row of its own, below ours?') });
}

/**
 * The settings come last: they never name a path that is not there, and what they were is safe by then.
 * Gives the backup's path, if one was made.
 */
function apply(world: World, { paths, from, plan }: Change): Result<string | null, FileFailure> {
  const shim = putStablePaths(world, paths);
  if (!shim.ok || plan.kind === 'unchanged') return shim.ok ? ok(null) : shim;
  const backup = keepBackup(world, paths.settings, from);
  if (!backup.ok) return backup;
  const record = readRecord(world, paths);
  if (!record.ok) return record;
  if (plan.kind === 'added') {
    const { before, replaced } = plan;
    const entry = { before, replaced, backup: backup.value };
    const kept = keepRecord(world, paths, new Map([...record.value, [paths.settings, entry]]));
    if (!kept.ok) return kept;
  }
  const written = world.settings.replace(paths.settings, { from, to: plan.settings });
  return written.ok ? backup : written;
}

/** One copy per content, beside the settings: they may hold secrets and are not to be spread further. */
function keepBackup(
  { settings }: World,
  path: string,
  from: string | null,
): Result<string | null, FileFailure> {
  if (from === null) return ok(null);
  const backup = `${path}.${createHash('sha256').update(from).digest('hex').slice(0, 12)}.bak`;
  const present = settings.read(backup);
  if (present.ok && present.value === from) return ok(backup);
  const put = settings.put(backup, from, 0o600);
  return put.ok ? ok(backup) : put;
}

function failureWords(world: World, paths: SetupPaths, failure: FileFailure): string {
  const words = fileFailureWords(world, failure);
  if (failure.kind !== 'unwritable' || failure.path !== paths.settings) return words;
  // Settings that another program keeps (a read-only store) are its user's to edit there.
  return `${words}, or add this to them yourself: "statusLine": ${JSON.stringify(statusLine(paths.command))}`;
}

function jsonOf(world: World, change: Change, backup: string | null | undefined): object {
  const { paths, plan, autoRecover } = change;
  return {
    changed: backup !== undefined && (plan.kind !== 'unchanged' || autoRecover !== null),
    plan: plan.kind,
    settings_path: paths.settings,
    stable_path: paths.shim,
    command: paths.command,
    replaced: plan.kind === 'added' ? plan.replaced : null,
    backup_path: backup ?? null,
    auto_recover: autoRecoverAfter(world, change),
  };
}

/** Setting up is what makes asking the default. */
function autoRecoverAfter(world: World, { autoRecover }: Change): AutoRecover {
  return autoRecover?.way ?? recoveryNow(world).autoRecover ?? 'ask';
}

function tellPlan(world: World, change: Change, flags: SetupFlags): number {
  if (flags.json) printJson(world, jsonOf(world, change, undefined));
  else printLines(world, planLines(world, change));
  return exit.done;
}

function planLines(world: World, change: Change): readonly string[] {
  const { paths, from, plan } = change;
  const file = shownPath(world, paths.settings);
  const wish =
    change.autoRecover === null ? [] : [`It would be kept: ${autoRecoverWords(change.autoRecover.way)}`];
  if (plan.kind === 'unchanged') {
    return wish.length > 0 ? wish : [`Nothing to do: the status line is set up in ${file}.`];
  }
  return [
    ...wish,
    `${file} would change here:`,
    ...memberDiff(statusLineText(from), statusLineText(plan.settings)),
    `${shownPath(world, paths.shim)} would start ${shownPath(world, paths.launcher)}.`,
    ...(givingWay(change) === null
      ? []
      : [
          "Another tool's line gives way only with your word: with --yes, or with --wrap, which shows it in a row below ours.",
        ]),
  ];
}

function tellDone(
  world: World,
  change: Change,
  { flags, ...done }: Done & { readonly flags: SetupFlags },
): number {
  if (flags.json) printJson(world, { ...jsonOf(world, change, done.backup), wrapped: done.isWrapped });
  else printLines(world, doneLines(world, change, done));
  return exit.done;
}

/** What was done, beyond what was planned. */
interface Done extends Consent {
  readonly backup: string | null;
}

function doneLines(world: World, change: Change, { backup, isWrapped }: Done): readonly string[] {
  const file = shownPath(world, change.paths.settings);
  const afterLoss = autoRecoverWords(autoRecoverAfter(world, change));
  if (change.plan.kind === 'unchanged')
    return [
      `The status line is set up in ${file} already.`,
      ...otherLines(change.other, isWrapped),
      afterLoss,
    ];
  return [
    `The status line is set up in ${file}. Sessions that are open show it at their next turn.`,
    ...(backup === null ? [] : [`The file as it was: ${shownPath(world, backup)}`]),
    ...otherLines(change.other, isWrapped),
    afterLoss,
    `For your shell, put ${shownPath(world, dirname(change.paths.shim))} on your PATH. \`statusline uninstall\` takes all of it back.`,
  ];
}

function otherLines(other: string | null, isWrapped: boolean): readonly string[] {
  if (other === null) return [];
  const row = isWrapped
    ? 'It has a row of its own below ours.'
    : '`statusline setup --wrap` shows it in a row of its own below ours.';
  return [`What stood there is remembered: ${harmless(other)}`, row];
}
