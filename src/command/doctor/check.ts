/** How a check turned out. Only a problem makes doctor fail. */
export type Verdict = 'ok' | 'note' | 'warning' | 'problem';

/** One thing that was checked, as data. */
export interface Check {
  /** Stable: scripts may go by it. */
  readonly id: string;
  readonly verdict: Verdict;
  /** What was found, in one harmless line. */
  readonly says: string;
  /** What cures it, a command wherever one does; null where nothing needs a cure. */
  readonly remedy: string | null;
}

/** All is well. */
export function fine(id: string, says: string): Check {
  return { id, verdict: 'ok', says, remedy: null };
}

/** Worth knowing. */
export function note(id: string, says: string, remedy: string | null = null): Check {
  return { id, verdict: 'note', says, remedy };
}

/** Something is not as safe or as quick as it could be. */
export function warning(id: string, says: string, remedy: string | null): Check {
  return { id, verdict: 'warning', says, remedy };
}

/** Sessions are not recorded, or would not come back. */
export function problem(id: string, says: string, remedy: string | null): Check {
  return { id, verdict: 'problem', says, remedy };
}

/** What `doctor --repair` can cure. */
export const repair = 'statusline doctor --repair';

/** The first few of many, for one line. */
export function some(items: readonly string[], most: number = 4): string {
  const rest = items.length - most;
  return rest <= 0 ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${rest} more`;
}

/** `1 file`, `3 files`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
