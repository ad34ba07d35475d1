// Watching the resident watch: its process, and how soon after a client's end the registry tells of it.
import { field } from './json.ts';
import { seenProcess, type SeenProcess } from './processes.ts';
import { registry } from './product.ts';
import type { StageClient } from './clients.ts';
import type { Stage } from './stage.ts';

/** What the registry came to say of a session, by itself. */
export interface KnownEnd {
  readonly reason: string;
  readonly isRecoverable: boolean;
  /** From the end of its process to the registry's word; negative where the client itself said so first. */
  readonly delayMs: number;
}

/** The stage's residents. */
export function residents(stage: Stage): readonly SeenProcess[] {
  return stage.processes().filter(({ argv }) => argv.includes('monitor') && argv.includes('run'));
}

/** Waits for the stage's one resident. */
export function untilResident(stage: Stage): Promise<SeenProcess> {
  return stage.until('one resident runs', () => {
    const [resident, ...more] = residents(stage);
    return more.length === 0 && resident;
  });
}

/** Waits until registry.json has the end of a session, asking nobody: whoever is asked would look, too. */
export async function untilEndIsKnown(stage: Stage, client: StageClient): Promise<KnownEnd> {
  let diedAtMs: number | null = null;
  let knownAtMs: number | null = null;
  return stage.until(`the end of ${client.sessionId} is known`, () => {
    const nowMs = performance.now();
    if (seenProcess(client.pid) === null) diedAtMs ??= nowMs;
    const ended = registry(stage)[client.sessionId]?.['ended'] ?? null;
    if (ended !== null) knownAtMs ??= nowMs;
    if (knownAtMs === null || diedAtMs === null) return null;
    const reason = String(field(ended, 'reason'));
    return {
      reason,
      isRecoverable: field(ended, 'recoverable') === true,
      delayMs: Math.round(knownAtMs - diedAtMs),
    };
  });
}
