import type { FileFailure } from '../../claude/settings-files.ts';
import { planUninstall, statusLineText, type UninstallPlan } from '../../claude/settings.ts';
import type { SetupRecord } from '../../claude/setup-record.ts';
import { harmless } from '../../text/harmless.ts';
import { failed, ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { forgetAutoRecover } from './auto-recover.ts';
import { forgetWrapped } from './wrapped.ts';
import { fileFailureWords, memberDiff, settingsFailureWords } from './settings-words.ts';
import { keepRecord, readRecord, setupPaths, type SetupPaths } from './files.ts';
import { complain, exit, printJson, printLines, shownPath } from '../speech.ts';

/** What is about to be taken back from which settings. */
interface Undoing {
  readonly paths: SetupPaths;
  readonly from: string | null;
  readonly record: SetupRecord;
  readonly plan: UninstallPlan;
}

/**
 * `statusline uninstall`: takes the status line out of settings.json and puts back what stood there, to the
 * byte. What is known of the sessions stays. The resident, and what it left, goes after it (`main.ts`).
 */
export async function uninstall(
  world: World,
  flags: { readonly dryRun: boolean; readonly json: boolean },
): Promise<number> {
  const undoing = planned(world);
  if (!undoing.ok) return complain(world, undoing.failure);
  const done = flags.dryRun ? ok(undefined) : apply(world, undoing.value);
  if (!done.ok) return complain(world, fileFailureWords(world, done.failure));
  if (!flags.dryRun) {
    const forgotten = forgetAutoRecover(world);
    const unwrapped = forgotten.ok ? forgetWrapped(world) : forgotten;
    // The user's own file, which does not parse: it is not ours to mend, and nothing in it holds.
    if (!unwrapped.ok) complain(world, unwrapped.failure);
  }
  if (flags.json) printJson(world, jsonOf(undoing.value, !flags.dryRun));
  else printLines(world, flags.dryRun ? planLines(world, undoing.value) : doneLines(world, undoing.value));
  return exit.done;
}

function planned(world: World): Result<Undoing, string> {
  const paths = setupPaths(world);
  const read = world.settings.read(paths.settings);
  if (!read.ok) return failed(fileFailureWords(world, read.failure));
  const record = readRecord(world, paths);
  if (!record.ok) return failed(fileFailureWords(world, record.failure));
  const before = record.value.get(paths.settings)?.before ?? null;
  const plan = planUninstall(read.value, before, paths.command);
  if (!plan.ok) return failed(settingsFailureWords(world, paths.settings, plan.failure));
  return ok({ paths, from: read.value, record: record.value, plan: plan.value });
}

/** The settings come first: while they name the stable path, it is there. */
function apply(world: World, { paths, from, record, plan }: Undoing): Result<void, FileFailure> {
  const changed = changeSettings(world, paths.settings, { from, plan });
  if (!changed.ok) return changed;
  const others = [...record].filter(([path]) => path !== paths.settings);
  return keepRecord(world, paths, new Map(others));
}

function changeSettings(
  { settings }: World,
  path: string,
  { from, plan }: { readonly from: string | null; readonly plan: UninstallPlan },
): Result<void, FileFailure> {
  switch (plan.kind) {
    case 'restored':
      return settings.replace(path, { from, to: plan.settings });
    case 'file-removed':
      return settings.remove(path);
    case 'nothing-of-ours':
    case 'not-ours':
      return ok(undefined);
    default:
      return plan satisfies never;
  }
}

/** The settings after it. */
function after({ from, plan }: Undoing): string | null {
  if (plan.kind === 'file-removed') return null;
  return plan.kind === 'restored' ? plan.settings : from;
}

function jsonOf(undoing: Undoing, isDone: boolean): object {
  const { paths, from, plan } = undoing;
  return {
    changed: isDone && after(undoing) !== from,
    plan: plan.kind,
    settings_path: paths.settings,
    status_line: statusLineText(after(undoing)),
  };
}

function planLines(world: World, undoing: Undoing): readonly string[] {
  const { paths, from } = undoing;
  const file = shownPath(world, paths.settings);
  if (after(undoing) === from) return [`Nothing to take back: ${file} has no status line of ours.`];
  return [
    `${file} would change here:`,
    ...memberDiff(statusLineText(from), statusLineText(after(undoing))),
    ...(undoing.plan.kind === 'file-removed' ? ['The file was made by setup and would be removed.'] : []),
  ];
}

function doneLines(world: World, { paths, plan }: Undoing): readonly string[] {
  const file = shownPath(world, paths.settings);
  const rest = [
    'Its hooks and commands go with the plugin: claude plugin uninstall statusline@statusline',
    `What is known of your sessions stays in ${shownPath(world, world.paths.instances)}.`,
  ];
  switch (plan.kind) {
    case 'nothing-of-ours':
      return [`${file} has no status line of ours.`, ...rest];
    case 'not-ours':
      return [`${file} has another status line (${harmless(plan.command)}): it was left.`, ...rest];
    case 'file-removed':
      return [`${file} held nothing but our status line and was removed.`, ...rest];
    case 'restored': {
      const back = statusLineText(plan.settings);
      const what = back === null ? '' : ` What stood there is back: ${harmless(back)}`;
      return [`Our status line is out of ${file}.${what}`, ...rest];
    }
    default:
      return plan satisfies never;
  }
}
