/** What a client tells its children about itself: a tmux server must not hand it to every pane. */
const clientOwn: ReadonlySet<string> = new Set([
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_SESSION_ID',
  'CLAUDE_CODE_SSE_PORT',
  'CLAUDE_ENV_FILE',
  'CLAUDE_PROJECT_DIR',
  'CLAUDE_PLUGIN_ROOT',
  'CLAUDE_PLUGIN_DATA',
  'CLAUDE_CONFIG_DIR',
  'TMUX',
  'TMUX_PANE',
]);

/** The environment for a tmux server that recovery starts: the caller's, without what a client around it has added. */
export function environmentForServer(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  // A client gives its commands an editor that does nothing; a person's panes need theirs.
  const isInClient = env['CLAUDECODE'] !== undefined;
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const isClients = clientOwn.has(name) || (isInClient && name === 'GIT_EDITOR' && value === 'true');
      return value === undefined || isClients ? [] : [[name, value]];
    }),
  );
}
