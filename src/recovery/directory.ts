import type { Session } from '../session/session.ts';
import type { RecoveryFacts } from './facts.ts';

/** Where the client must be started, or null when nobody knows. */
export function directoryOf(facts: RecoveryFacts, session: Session): string | null {
  const path = facts.options.directory ?? session.projectDir ?? session.cwd;
  return path === null ? null : (facts.moved.get(path) ?? path);
}
