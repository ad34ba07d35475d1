import type { Place } from '../tmux/place.ts';
import type { Farewell, Origin, SessionProcess } from './session.ts';

/** Who reported, and from where: gathered once per hook or render, before anything is decided. */
export interface Sight {
  /** The client that the report came from, proven by ancestry; null when none could be told. */
  readonly process: SessionProcess | null;
  /** Its pane; null when it sits in none, or none could be told. */
  readonly place: Place | null;
  readonly origin: Origin;
  /** CLAUDE_PROJECT_DIR of the reporting process. */
  readonly projectDir: string | null;
  /** CLAUDE_CONFIG_DIR of the reporting process. */
  readonly configDir: string | null;
  /** For SessionEnd only: what is left of the session's pane. */
  readonly paneAtEnd: Farewell['pane'];
}
