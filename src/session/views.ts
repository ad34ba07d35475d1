import { assertNever } from '../text/result.ts';
import { iso } from './iso.ts';
import { layoutView } from './layout-view.ts';
import { displayName, isAutoNamed } from './names.ts';
import { goesBefore } from './occupants.ts';
import type { Registry } from './registry.ts';
import type { Session } from './session.ts';

/**
 * The files that users and their scripts read, by path relative to the instances directory. Shapes: the
 * earlier plugin's for `counts/`, `summaries/`, `descriptions/` and `process_counter.txt`, snake_case JSON for the rest.
 */
export function views(registry: Registry): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['registry.json', json(registryView(registry))],
    ['pane_to_session.json', json(paneView(registry))],
    ['layout.json', json(layoutView(registry))],
    ['process_counter.txt', `${registry.nextNumber - 1}\n`],
  ]);
  for (const session of registry.sessions.values()) {
    if (session.prompts > 0) files.set(`counts/${session.id}.txt`, `${session.prompts}\n`);
    if (session.description !== null) files.set(`descriptions/${session.id}.txt`, `${session.description}\n`);
    if (session.summary !== null) files.set(`summaries/${session.id}.txt`, `${session.summary}\n`);
    if (session.summaryHistory.length > 0) files.set(`summaries/${session.id}.history`, historyText(session));
  }
  return files;
}

/** `registry.json`: an object keyed by session id and nothing else at the top level, in the order of the numbers. */
function registryView(registry: Registry): Readonly<Record<string, unknown>> {
  // Not in the registry's own order: sessions that come back from the archive stand at its end.
  const sessions = [...registry.sessions.values()].sort((a, b) => a.number - b.number);
  return Object.fromEntries(sessions.map((session) => [session.id, sessionView(session)]));
}

/** One session as `registry.json`, `list --json` and `show --json` have it. Times are ISO 8601 in UTC. */
export function sessionView(session: Session): Readonly<Record<string, unknown>> {
  const { place } = session;
  return {
    name: displayName(session),
    task: session.task,
    model: session.modelName ?? session.modelId,
    cwd: session.cwd,
    created: iso(session.createdAtMs),
    last_seen: iso(session.lastSeenAtMs),
    status: statusWord(session),
    process_number: session.number,
    pane_id: place?.paneId ?? null,
    pane_ref: place === null ? null : `${place.sessionName}:${place.windowIndex}.${place.paneIndex}`,
    auto_named: isAutoNamed(session),
    continued: session.isContinued,
    project_dir: session.projectDir,
    transcript_path: session.transcriptPath,
    origin: session.origin,
    activity: session.state.kind === 'live' ? session.state.activity : null,
    prompts: session.prompts,
    permission_mode: session.permissionMode,
    config_dir: session.configDir,
    ended: endedView(session),
    tmux: tmuxView(session),
    process: processView(session),
    recovery: recoveryView(session),
  };
}

function statusWord(session: Session): 'active' | 'inactive' | 'unknown' {
  switch (session.state.kind) {
    case 'live':
      return 'active';
    case 'ended':
    case 'lost':
      return 'inactive';
    case 'unknown':
      return 'unknown';
    default:
      return assertNever(session.state);
  }
}

function endedView({ state, origin }: Session): unknown {
  if (state.kind !== 'ended' && state.kind !== 'lost') return null;
  return {
    reason: state.reason,
    at: iso(state.atMs),
    recoverable: state.kind === 'lost' && origin === 'interactive',
    evidence: state.evidence,
  };
}

function tmuxView({ place, lastSeenAtMs }: Session): unknown {
  if (place === null) return null;
  return {
    socket_path: place.server.socketPath,
    server_pid: place.server.pid,
    server_started: place.server.startedAtS,
    session_name: place.sessionName,
    window_index: place.windowIndex,
    window_name: place.windowName,
    pane_index: place.paneIndex,
    pane_id: place.paneId,
    pane_pid: place.panePid,
    captured_at: iso(lastSeenAtMs),
  };
}

function processView({ process }: Session): unknown {
  if (process === null) return null;
  const { bootId, pid, started } = process.identity;
  return { pid, ppid: process.ppid, started, boot_id: bootId, argv: process.argv };
}

function recoveryView({ recovery }: Session): unknown {
  if (recovery === null) return null;
  const { lastAttemptedAtMs, attempts, result, detail } = recovery;
  return { last_attempted: iso(lastAttemptedAtMs), attempts, result, detail };
}

/** `{socket_path: {pane_id: session_id}}`, live panes only. */
function paneView(registry: Registry): unknown {
  // Maps, since a path or a pane from outside may have the name of something that every object inherits.
  const sockets = new Map<string, Map<string, Session>>();
  for (const session of registry.sessions.values()) {
    const { state, place } = session;
    if (state.kind !== 'live' || place === null) continue;
    const panes = sockets.get(place.server.socketPath) ?? new Map<string, Session>();
    const other = panes.get(place.paneId);
    if (other === undefined || goesBefore(session, other)) panes.set(place.paneId, session);
    sockets.set(place.server.socketPath, panes);
  }
  return Object.fromEntries(
    [...sockets].map(([socket, panes]) => [
      socket,
      Object.fromEntries([...panes].map(([paneId, { id }]) => [paneId, id])),
    ]),
  );
}

function historyText(session: Session): string {
  const lines = session.summaryHistory.map(
    ({ atMs, text }) => `${iso(atMs)}\t${text.replaceAll(/\s+/g, ' ')}`,
  );
  return `${lines.join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
