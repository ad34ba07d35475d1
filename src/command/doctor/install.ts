import type { SettingsFailure, SetupPlan } from '../../claude/settings.ts';
import { harmless } from '../../text/harmless.ts';
import type { Result } from '../../text/result.ts';
import { type Check, fine, note, problem, repair, warning } from './check.ts';

/** What the client's settings say of us, as far as they could be read. */
export interface SettingsFacts {
  /** What setting up would change, or why it cannot be told. */
  readonly plan: Result<SetupPlan, SettingsFailure>;
  /** The member of `enabledPlugins` that is us; null when there is none. */
  readonly plugin: { readonly key: string; readonly isEnabled: boolean } | null;
  readonly disablesAllHooks: boolean;
  readonly cleanupPeriodDays: number | null;
}

/** How the program stands in the client and the shell. */
export interface InstallFacts {
  /** The settings file as a person reads it. */
  readonly shown: string;
  /** The same for a shell. */
  readonly word: string;
  /** Null when the file could not be read, with why in `unreadable`. */
  readonly settings: SettingsFacts | null;
  readonly unreadable: string | null;
  /** Hooks that an administrator has switched off for everybody: the member that does it. */
  readonly managed: 'disableAllHooks' | 'allowManagedHooksOnly' | null;
  readonly stablePath: {
    readonly shown: string;
    /** `odd`: there, but not as we made it, or not to be run. */
    readonly kind: 'ours' | 'odd' | 'missing';
    /** Whether it finds a launcher that can be run. */
    readonly leadsSomewhere: boolean;
  };
  /** Some live session's hooks have reported. */
  readonly hasHookReported: boolean;
  /** What hands renders to the resident without starting Node. */
  readonly fastPath: 'perl' | 'nc' | null;
}

const pluginName = 'statusline@statusline';

/** Judges the installation. Pure. */
export function judgeInstall(facts: InstallFacts): readonly Check[] {
  return [...settings(facts), ...hooks(facts), ...stablePath(facts), fastPath(facts)];
}

function settings({ settings: found, unreadable, shown, word }: InstallFacts): readonly Check[] {
  if (found === null) {
    const words = `${shown} cannot be read (${unreadable ?? 'unknown'})`;
    return [problem('status-line', words, `ls -l ${word}`)];
  }
  return [statusLine(found.plan, shown, word)];
}

function statusLine(plan: Result<SetupPlan, SettingsFailure>, shown: string, word: string): Check {
  const id = 'status-line';
  if (!plan.ok) {
    const { failure } = plan;
    const line = failure.kind === 'not-json' && failure.line !== null ? ` (line ${failure.line})` : '';
    const what = failure.kind === 'not-json' ? `is not valid JSON${line}` : 'holds no JSON object';
    return problem(id, `${shown} ${what}, so the client uses none of it`, `\${EDITOR:-vi} ${word}`);
  }
  switch (plan.value.kind) {
    case 'unchanged':
      return fine(id, `the status line is set up in ${shown}`);
    case 'renewed':
      return warning(id, `the status line in ${shown} goes by an older path`, 'statusline setup');
    case 'added': {
      const { replaced } = plan.value;
      if (replaced === null) return warning(id, `no status line is set up in ${shown}`, 'statusline setup');
      const words = `${shown} has another tool's status line (${harmless(replaced, 80)}): renders tell us nothing`;
      return warning(id, words, 'statusline setup --yes');
    }
    default:
      return plan.value satisfies never;
  }
}

function hooks(facts: InstallFacts): readonly Check[] {
  const { managed, settings: found, shown, word } = facts;
  const off: Check[] = [];
  if (managed !== null) {
    const words = `"${managed}" in this machine's managed settings switches the plugin's hooks off`;
    off.push(problem('hooks-disabled', words, null));
  }
  if (found?.disablesAllHooks === true) {
    const words = `"disableAllHooks" in ${shown} switches every hook and the status line off`;
    off.push(problem('hooks-disabled', words, `\${EDITOR:-vi} ${word}`));
  }
  return found === null ? off : [...off, plugin(found, facts)];
}

function plugin({ plugin: entry }: SettingsFacts, { hasHookReported, shown }: InstallFacts): Check {
  const id = 'plugin';
  if (entry?.isEnabled === true) return fine(id, `the plugin ${harmless(entry.key)} is enabled`);
  if (entry !== null) {
    const key = harmless(entry.key);
    return problem(
      id,
      `the plugin ${key} is switched off: no session registers itself`,
      `claude plugin enable ${key}`,
    );
  }
  if (hasHookReported) {
    return note(id, `hooks report, though ${shown} does not enable the plugin: it is loaded from elsewhere`);
  }
  const words = `the plugin is not enabled in ${shown}: no session registers itself`;
  return problem(id, words, `claude plugin install ${pluginName}`);
}

function stablePath({ stablePath: path, settings: found }: InstallFacts): readonly Check[] {
  const id = 'stable-path';
  const isWanted = found?.plan.ok === true && found.plan.value.kind === 'unchanged';
  switch (path.kind) {
    case 'missing':
      // Setup makes it; until then nothing names it.
      return isWanted ? [problem(id, `${path.shown} is missing: the status line leads nowhere`, repair)] : [];
    case 'odd':
      return [warning(id, `${path.shown} is not as setup made it`, repair)];
    case 'ours':
      if (path.leadsSomewhere) return [fine(id, `${path.shown} leads to the plugin`)];
      return [problem(id, `${path.shown} finds no launcher that can be run`, repair)];
    default:
      return path.kind satisfies never;
  }
}

function fastPath({ fastPath: found }: InstallFacts): Check {
  const id = 'fast-path';
  if (found === 'perl') return fine(id, 'perl hands renders to the resident in a few milliseconds');
  if (found === 'nc') return fine(id, 'nc hands renders to the resident; perl would do it quicker');
  return warning(
    id,
    'neither perl nor nc is there: every render and hook starts Node',
    'sudo apt-get install perl',
  );
}
