import { shellWord } from '../text/shell-word.ts';

/** A launcher in the client's plugin cache: its path changes with every version. */
const cached = /^(.*\/plugins\/cache)\/[^/]+\/[^/]+\/[^/]+\/bin\/statusline$/s;

const shebang = '#!/bin/sh\n';
const shimHead = `${shebang}# Made by "statusline setup"`;
/** The line of a launcher that says whose copy it is, empty in the launcher itself. */
const launcherLine = '\nlauncher=\n';

/**
 * The file at the stable path, which settings.json and shells call: the launcher itself, told where it came from.
 * So it asks the resident without another program between, and starts the newest version that the client's
 * plugin cache has, or the very launcher that it came from where that lies elsewhere. It goes on working when the plugin is upgraded or
 * installed anew, and without any what the client runs still ends well. Null where the text is no launcher's.
 */
export function shimText(launcher: string, launcherText: string): string | null {
  if (!launcherText.startsWith(shebang) || !launcherText.includes(launcherLine)) return null;
  const head = `${shimHead}: a copy of the launcher, which "statusline uninstall" takes away.\n`;
  const body = launcherText.slice(shebang.length);
  return head + body.replace(launcherLine, () => `\nlauncher=${shellWord(launcher)}\n`);
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
  const word = /^launcher=([\s\S]*?)\n(?:if|cache=|\ncommand=)/m.exec(script)?.[1];
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
