import { shellWord } from '../text/shell-word.ts';

/** A launcher in the client's plugin cache: its path changes with every version. */
const cached = /^(.*\/plugins\/cache)\/[^/]+\/[^/]+\/[^/]+\/bin\/statusline$/s;

const shimHead = `#!/bin/sh
# Made by "statusline setup": starts the plugin, wherever its newest version lies.
`;

/**
 * The script at the stable path, which settings.json and shells call. It becomes the launcher that setup ran
 * from or, where that lies in the client's plugin cache, the newest one there, so that it goes on working when
 * the plugin is upgraded or installed anew. Without any, what the client runs still ends well.
 */
export function shimText(launcher: string): string {
  const cache = cached.exec(launcher)?.[1];
  const find =
    cache === undefined
      ? `if [ -x "$launcher" ]; then exec "$launcher" "$@"; fi
cache=\${CLAUDE_CONFIG_DIR:-\${HOME-}/.claude}/plugins/cache`
      : `cache=${shellWord(cache)}`;
  return `${shimHead}launcher=${shellWord(launcher)}
${find}
newest= retired=
for launcher in "$launcher" "$cache"/*/statusline/*/bin/statusline; do
  [ -x "$launcher" ] || continue
  # The client leaves a version that it has replaced (also by an older one) for a while, with this mark.
  if [ -e "\${launcher%/bin/statusline}/.orphaned_at" ]; then retired=$launcher
  elif [ -z "$newest" ] || [ "$launcher" -nt "$newest" ]; then newest=$launcher; fi
done
newest=\${newest:-$retired}
if [ -n "$newest" ]; then exec "$newest" "$@"; fi
case \${1-} in
  render) echo 'statusline: the plugin is gone; install it again, or take statusLine out of settings.json' ;;
  hook | tmux-hook) ;;
  *)
    echo 'statusline: the plugin is gone; install it again: claude plugin install statusline@statusline' >&2
    exit 1
    ;;
esac
exit 0
`;
}

/** Where a stable path looks for launchers. */
export interface ShimTargets {
  /** The launcher that setup ran from. */
  readonly launcher: string;
  /** The client's plugin cache, of which any version will do; null where the caller's own is looked through. */
  readonly cache: string | null;
}

/** What the script at a stable path leads to; null when it is none of ours. */
export function readShim(script: string): ShimTargets | null {
  if (!script.startsWith(shimHead)) return null;
  const word = /^launcher=([\s\S]*?)\n(?:if|cache=)/m.exec(script)?.[1];
  if (word === undefined) return null;
  const launcher = plainText(word);
  return { launcher, cache: cached.exec(launcher)?.[1] ?? null };
}

/** A word of `shellWord` back to its text. */
function plainText(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replaceAll(String.raw`'\''`, "'") : word;
}

/**
 * The command for settings.json that runs the stable path. Written with `~` where it can be, so that
 * settings shared between machines go on fitting.
 */
export function renderCommand(shimPath: string, home: string): string {
  const below = shimPath.startsWith(`${home}/`) ? shimPath.slice(home.length + 1) : null;
  const isPlain = below !== null && shellWord(below) === below;
  return `${isPlain ? `~/${below}` : shellWord(shimPath)} render`;
}
