import { printLayout } from '../../../src/tmux/layout.ts';
import type { Pane, Server, Session, Target, Window } from './model.ts';

/** What a format is expanded for. Without a target only the server's own variables have a value. */
export interface Scope {
  readonly server: Server;
  readonly target: Target | null;
  /** Shell commands that `#(…)` would have run: a text of the product must never put one here. */
  readonly executed: string[];
}

const quoted = /[|&;<>()$`\\"'*?[# =%]/g;
const token = /#+\[|##|#[,}]|#\(([^)]*)\)|#\{(q:)?([^}]*)\}|#[A-Za-z]/g;

/**
 * Expands `##`, `#{name}`, `#{q:name}` and `#(command)` as tmux does. Unknown names are empty, as there; a
 * short alias (`#H`) gives a text that no test wants.
 */
export function expand(text: string, scope: Scope): string {
  return text.replaceAll(
    token,
    (whole, command: string | undefined, quote: string | undefined, name: string) => {
      if (whole.endsWith('[')) return whole;
      if (/^#[#,}]$/.test(whole)) return whole.slice(1);
      if (/^#[A-Za-z]$/.test(whole)) return `(alias ${whole})`;
      if (command !== undefined) {
        scope.executed.push(command);
        return '';
      }
      const value = valueOf(name, scope);
      return quote === undefined ? value : value.replaceAll(quoted, '\\$&');
    },
  );
}

function valueOf(name: string, { server, target }: Scope): string {
  const ofServer = serverValues(server)[name];
  if (ofServer !== undefined) return ofServer;
  if (target === null) return '';
  const { session, link, pane } = target;
  return (
    sessionValues(server, session)[name] ??
    windowValues(server, target)[name] ??
    paneValues(server, link.window, pane)[name] ??
    optionValue(name, [
      pane.options,
      link.window.options,
      session.options,
      server.windowOptions,
      server.options,
    ])
  );
}

function serverValues(server: Server): Readonly<Record<string, string>> {
  return {
    pid: String(server.pid),
    start_time: String(server.startedAtS),
    socket_path: server.socketPath,
    version: '3.3a',
  };
}

function sessionValues(server: Server, session: Session): Readonly<Record<string, string>> {
  return {
    session_id: session.id,
    session_name: session.name,
    session_group: session.group ?? '',
    session_grouped: flag(session.group !== null),
    session_windows: String(session.links.length),
    session_attached: '0',
    'base-index': optionValue('base-index', [session.options, server.options]) || '0',
  };
}

function windowValues(server: Server, { session, link }: Target): Readonly<Record<string, string>> {
  const { window } = link;
  const isActive = session.active === link;
  const isLast = session.lasts[0] === link;
  const layout = printLayout(window.layout);
  return {
    window_id: window.id,
    window_index: String(link.index),
    window_name: window.name,
    window_active: flag(isActive),
    window_last_flag: flag(isLast),
    window_layout: layout,
    window_visible_layout: layout,
    window_width: String(window.layout.widthCols),
    window_height: String(window.layout.heightRows),
    window_zoomed_flag: flag(window.isZoomed),
    window_panes: String(window.panes.length),
    window_flags: `${isActive ? '*' : ''}${isLast ? '-' : ''}${window.isZoomed ? 'Z' : ''}`,
    window_linked: flag(isLinked(server, window)),
    'automatic-rename': flag(window.hasAutomaticName),
  };
}

function paneValues(server: Server, window: Window, pane: Pane): Readonly<Record<string, string>> {
  const base = Number(optionValue('pane-base-index', [window.options, server.windowOptions]) || '0');
  const isSynchronized = optionValue('synchronize-panes', [pane.options, window.options]) === 'on';
  return {
    pane_id: pane.id,
    pane_index: String(window.panes.indexOf(pane) + base),
    pane_pid: String(pane.pid),
    pane_tty: pane.tty,
    pane_active: flag(window.activePane === pane.id),
    pane_dead: flag(pane.isDead),
    pane_in_mode: '0',
    pane_synchronized: flag(isSynchronized),
    pane_current_path: pane.cwd,
    pane_current_command: pane.command,
    pane_start_command: pane.argv?.join(' ') ?? '',
    pane_title: pane.title,
  };
}

function isLinked(server: Server, window: Window): boolean {
  const sessions = server.sessions.filter((session) => session.links.some((link) => link.window === window));
  return sessions.length > 1;
}

/** tmux prints flag options in formats as numbers. */
function optionValue(name: string, maps: readonly ReadonlyMap<string, string>[]): string {
  const value = maps.map((map) => map.get(name)).find((each) => each !== undefined) ?? '';
  if (value === 'on') return name === 'synchronize-panes' ? 'on' : '1';
  return value === 'off' && !name.startsWith('@') ? '0' : value;
}

function flag(value: boolean): string {
  return value ? '1' : '0';
}
