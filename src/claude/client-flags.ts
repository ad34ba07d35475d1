/**
 * The client's flags, as `claude --help` of 2.1.197 lists them and as its program has them hidden: how many
 * values each takes, and whether it goes with a session that is brought back.
 */

/** `one` takes the next word whatever it is, `optional` only a word that is no flag, `many` one and then all such. */
export type Arity = 'none' | 'one' | 'optional' | 'many';

/**
 * What becomes of a flag when its session comes back. `titled` is kept only where no transcript remembers the
 * title; `permission` is settled by the mode as last reported, and `model` by the model.
 */
export type Fate = 'kept' | 'titled' | 'permission' | 'model' | 'left';

/** What is known of one flag. */
export interface FlagRule {
  readonly arity: Arity;
  readonly fate: Fate;
}

const kept: Readonly<Record<Arity, string>> = {
  none: `--ax-screen-reader --bare --brief --chrome --dangerously-allow-browser-network-access -d2e
    --debug-to-stderr --disable-slash-commands --enable-auto-mode --exclude-dynamic-system-prompt-sections --ide
    --mcp-debug --no-chrome --plan-mode-required --safe-mode --strict-mcp-config --verbose`,
  one: `--advisor --agent --agent-color --agent-id --agent-name --agent-type --agents --append-system-prompt
    --append-system-prompt-file --autocompact --debug-file --effort --fallback-model --managed-settings
    --max-thinking-tokens --parent-session-id --plan-mode-instructions --plugin-dir --plugin-dir-no-mcp
    --plugin-url --remote-control-session-name-prefix --setting-sources --settings --system-prompt
    --system-prompt-file --task-budget --team-name --teammate-mode --thinking --thinking-display --workload`,
  optional: '-d --debug --rc --remote-control',
  many: `--add-dir --allowedTools --allowed-tools --betas --channels --dangerously-load-development-channels
    --disallowedTools --disallowed-tools --file --mcp-config --tools`,
};

/** What chooses a conversation, speaks to the model, was done once, or belongs to a run without a terminal. */
const left: Readonly<Record<Arity, string>> = {
  none: `-c --continue --fork-session --reply-on-resume --deep-link-origin --init --init-only --maintenance --tmux
    --bg --background -p --print --enable-auth-status --include-hook-events --include-partial-messages
    --no-session-persistence --replay-user-messages --session-mirror -h --help -v --version`,
  one: `--session-id --resume-session-at --rewind-files --prefill --prefill-b64 --deep-link-repo
    --deep-link-last-fetch --deep-link-cwd-b64 --output-format --input-format --json-schema --max-turns
    --max-budget-usd --permission-prompt-tool --sdk-url`,
  // A work tree is remembered by the transcript; the flag would make another one.
  optional: '-r --resume --from-pr --prompt-suggestions -w --worktree --cloud --remote --teleport',
  many: '',
};

function* rulesOf(list: Readonly<Record<Arity, string>>, fate: Fate): Generator<[string, FlagRule]> {
  for (const arity of ['none', 'one', 'optional', 'many'] as const)
    for (const flag of list[arity].split(/\s+/)) if (flag !== '') yield [flag, { arity, fate }];
}

const rules: ReadonlyMap<string, FlagRule> = new Map<string, FlagRule>([
  ...rulesOf(kept, 'kept'),
  ...rulesOf(left, 'left'),
  ['-n', { arity: 'one', fate: 'titled' }],
  ['--name', { arity: 'one', fate: 'titled' }],
  ['--model', { arity: 'one', fate: 'model' }],
  ['--permission-mode', { arity: 'one', fate: 'permission' }],
  ['--dangerously-skip-permissions', { arity: 'none', fate: 'permission' }],
  ['--allow-dangerously-skip-permissions', { arity: 'none', fate: 'permission' }],
]);

/** What is known of a flag (`--model`, `-r`), or null for one that this version does not know. */
export function flagRule(flag: string): FlagRule | null {
  return rules.get(flag) ?? null;
}

/** Every known flag. */
export function knownFlags(): readonly string[] {
  return [...rules.keys()];
}
