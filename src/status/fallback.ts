import type { Session } from '../session/session.ts';
import { displayName, numberLabel } from '../session/names.ts';
import { harmless } from '../text/harmless.ts';
import { ago } from '../text/quantities.ts';
import type { LineOptions } from './options.ts';
import { type Form, prose, segment, span } from './segment.ts';
import { smallRow } from './small-row.ts';
import { styledLines } from './styled.ts';
import type { TerminalFacts } from './terminal.ts';

/** What is still known when the client's words cannot be read. */
export interface FallbackFacts {
  /** The session that sits in the asking pane, as far as the journal knows; null when none does. */
  readonly session: Session | null;
  /** The line of what that session's client said last, where it is remembered. */
  readonly lastLine: { readonly text: string; readonly atMs: number } | null;
  readonly terminal: TerminalFacts;
  readonly nowMs: number;
}

/** Says in passing that what stands before it is not of this moment. */
const mark = segment(100, [span('muted', '…')]);

/**
 * One row for when there is nothing to render: the last good line with its age, else who sits in this pane, else the
 * program's own name. Always with a mark that it is not news; never empty, never wider than the terminal.
 */
export function renderFallback(facts: FallbackFacts, options: LineOptions): string {
  const glued = mark === null ? null : { ...mark, isGlued: true };
  return smallRow([...remembered(facts), glued], options, facts.terminal);
}

function remembered(facts: FallbackFacts): readonly ReturnType<typeof segment>[] {
  const { session, lastLine, terminal, nowMs } = facts;
  const row: Form | undefined = styledLines(lastLine?.text ?? '', terminal.colours)[0];
  if (lastLine !== null && row !== undefined) {
    return [prose(90, 8, row), segment(50, [span('muted', ago(lastLine.atMs, nowMs))])];
  }
  if (session === null) return [segment(90, [span('muted', 'statusline')])];
  const number = segment(80, [span('number', numberLabel(session))]);
  return [
    prose(90, 8, [span('name', harmless(displayName(session), 32))]),
    number === null ? null : { ...number, isGlued: true },
    segment(50, [span('muted', `last seen ${ago(session.lastSeenAtMs, nowMs)}`)]),
  ];
}
