import { failed, ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { setupPaths, stablePathText } from '../setup/files.ts';
import { shownPath } from '../speech.ts';
import type { DoctorFacts } from './facts.ts';
import { uninsured } from './transcripts.ts';

/** One thing to mend, of those that lose nothing. No file of the user's is among them. */
export type Repair =
  | { readonly kind: 'bar-others'; readonly path: string; readonly mode: number }
  | { readonly kind: 'remove-leftover'; readonly path: string }
  | { readonly kind: 'rebuild-views' }
  | { readonly kind: 'renew-stable-path' }
  | {
      readonly kind: 'insure';
      readonly session: string;
      readonly words: string;
      readonly transcriptPath: string;
    };

/** What became of a repair. */
export interface Repaired {
  readonly kind: Repair['kind'];
  /** What was done, or tried, in one line. Not harmless yet. */
  readonly says: string;
  readonly isDone: boolean;
}

/** What can be mended. Pure. */
export function planRepairs({ directory, journal, install, transcripts }: DoctorFacts): readonly Repair[] {
  const { settings, stablePath } = install;
  const isSetUp = settings?.plan.ok === true && settings.plan.value.kind === 'unchanged';
  const isBroken = stablePath.kind === 'odd' || (stablePath.kind === 'ours' && !stablePath.leadsSomewhere);
  const areViewsOff = !journal.settled.ok || (journal.staleViews ?? []).length > 0;
  return [
    ...directory.openToOthers.map(({ path, mode }): Repair => ({ kind: 'bar-others', path, mode })),
    ...directory.leftovers.map((path): Repair => ({ kind: 'remove-leftover', path })),
    // Views from a journal that cannot be read would say less than the old ones.
    ...(areViewsOff && journal.unreadable === null ? [{ kind: 'rebuild-views' } as const] : []),
    ...(isBroken || (isSetUp && stablePath.kind === 'missing')
      ? [{ kind: 'renew-stable-path' } as const]
      : []),
    ...uninsured(transcripts).map(({ id, words, transcriptPath }): Repair => ({
      kind: 'insure',
      session: id,
      words,
      transcriptPath,
    })),
  ];
}

/** Mends one thing, and says what it did. */
export function carryOut(world: World, repair: Repair): Repaired {
  const { kind } = repair;
  switch (kind) {
    case 'bar-others': {
      const mode = repair.mode.toString(8).padStart(4, '0');
      const set = world.files.setMode(repair.path, repair.mode);
      return told(kind, `${shownPath(world, repair.path)}: mode ${mode}`, set);
    }
    case 'remove-leftover':
      return told(kind, `removed ${shownPath(world, repair.path)}`, world.files.remove(repair.path));
    case 'rebuild-views':
      return told(
        kind,
        'wrote registry.json and the other views again from the journal',
        world.ledger.rebuild(),
      );
    case 'renew-stable-path':
      return renewStablePath(world);
    case 'insure':
      return told(kind, `insured the conversation of ${repair.words}`, insure(world, repair));
    default:
      return kind satisfies never;
  }
}

function renewStablePath(world: World): Repaired {
  const paths = setupPaths(world);
  const { shim, launcher } = paths;
  const kind = 'renew-stable-path';
  const says = `${shownPath(world, shim)} leads to ${shownPath(world, launcher)}`;
  // A program that was not started from a plugin's folder has no launcher to lead to.
  if (!world.files.canRun(launcher)) return told(kind, says, failed({ code: 'no launcher there' }));
  const text = stablePathText(world, paths, launcher);
  return told(kind, says, text.ok ? world.settings.put(shim, text.value, 0o700) : text);
}

/** A copy comes piece by piece; this waits for all of it. */
function insure(
  { insurance }: World,
  { session, transcriptPath }: Extract<Repair, { readonly kind: 'insure' }>,
): Result<unknown, { readonly code: string }> {
  let missingBytes = Infinity;
  for (;;) {
    const insured = insurance.insure(session, transcriptPath);
    if (!insured.ok || insured.value.kind !== 'behind') return insured;
    if (insured.value.missingBytes >= missingBytes) return ok(undefined);
    ({ missingBytes } = insured.value);
  }
}

function told(
  kind: Repair['kind'],
  says: string,
  result: Result<unknown, { readonly code: string }>,
): Repaired {
  if (result.ok) return { kind, says, isDone: true };
  return { kind, says: `not done (${result.failure.code}): ${says}`, isDone: false };
}
