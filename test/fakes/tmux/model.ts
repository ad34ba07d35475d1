import type { LayoutCell } from '../../../src/tmux/layout.ts';

/** A pane of the model. */
export interface Pane {
  readonly id: string;
  readonly tty: string;
  readonly ttyNumber: number;
  pid: number;
  cwd: string;
  /** What tmux was given to run, or null for the user's shell. */
  argv: readonly string[] | null;
  /** `#{pane_current_command}`. */
  command: string;
  title: string;
  isDead: boolean;
  readonly options: Map<string, string>;
  /** What `capture-pane -p` prints. */
  screen: string;
  /** What was typed by `send-keys`. */
  readonly keys: string[];
}

/** A window of the model. */
export interface Window {
  readonly id: string;
  name: string;
  hasAutomaticName: boolean;
  isZoomed: boolean;
  layout: LayoutCell;
  readonly panes: Pane[];
  activePane: string;
  lastPane: string | null;
  readonly options: Map<string, string>;
}

/** A window's seat in a session. */
export interface Link {
  index: number;
  readonly window: Window;
}

/** A session of the model. Sessions of a group share their `links`. */
export interface Session {
  readonly id: string;
  name: string;
  group: string | null;
  links: Link[];
  active: Link | null;
  /** The windows that were current before, latest first. */
  lasts: Link[];
  readonly options: Map<string, string>;
  readonly environment: Map<string, string>;
  readonly widthCols: number;
  readonly heightRows: number;
}

/** A tmux server of the model. */
export interface Server {
  readonly socketPath: string;
  readonly pid: number;
  readonly startedAtS: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly configFile: string | null;
  readonly sessions: Session[];
  readonly options: Map<string, string>;
  /** Options of all windows, set with `-gw`. */
  readonly windowOptions: Map<string, string>;
  readonly hooks: Map<string, string>;
  readonly next: { session: number; window: number; pane: number };
}

/** Something that a command was pointed at. */
export interface Target {
  readonly session: Session;
  readonly link: Link;
  readonly pane: Pane;
}

/** tmux's own refusal, in its words. */
export class Refusal extends Error {}

/** Sessions as tmux lists them: by name. */
export function sessionsByName(server: Server): readonly Session[] {
  return server.sessions.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

/** The links of a session in index order. */
export function linksOf(session: Session): readonly Link[] {
  return session.links.toSorted((a, b) => a.index - b.index);
}

/** A numeric option as tmux looks it up: the nearest one that is set. */
export function numberOption(maps: readonly ReadonlyMap<string, string>[], name: string): number {
  return Number(maps.map((map) => map.get(name)).find((value) => value !== undefined) ?? '0');
}
