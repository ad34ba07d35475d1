import { fields, text as textOf } from './fields.ts';
import {
  emptyInside,
  member,
  type MemberSpan,
  withJson,
  withMember,
  withoutMember,
  withValue,
} from './json-text.ts';
import { failed, ok, type Result } from '../text/result.ts';

/** What stood where our status line stands: all that is needed to put it back to the byte. */
export type Before =
  | { readonly kind: 'no-file' }
  /** A file with nothing but space in it. */
  | { readonly kind: 'blank'; readonly settings: string }
  /** `inside` is what stood between the braces when there was no member at all. */
  | { readonly kind: 'no-status-line'; readonly inside: string | null }
  | { readonly kind: 'status-line'; readonly json: string };

/** Why settings cannot be edited. They are never rewritten then. */
export type SettingsFailure =
  /** Line of the first fault, counted from 1, where the parser says it. */
  { readonly kind: 'not-json'; readonly line: number | null } | { readonly kind: 'not-object' };

/** What setting up would change. */
export type SetupPlan =
  | { readonly kind: 'unchanged' }
  /** Our own line, by an older command: only the command changes. */
  | { readonly kind: 'renewed'; readonly settings: string }
  | {
      readonly kind: 'added';
      readonly settings: string;
      readonly before: Before;
      /** The other tool's command (or whole value) that would give way, or null. */
      readonly replaced: string | null;
    };

/** What taking our line back would change. */
export type UninstallPlan =
  | { readonly kind: 'nothing-of-ours' }
  /** Somebody else's line stands there: it is left. */
  | { readonly kind: 'not-ours'; readonly command: string }
  | { readonly kind: 'restored'; readonly settings: string }
  /** The file was ours alone. */
  | { readonly kind: 'file-removed' };

const key = 'statusLine';

const ours = /\/bin\/statusline['"]?\s+render\s*$/;

/** Whether a status line's command runs our launcher, or the stable path to it. */
export function isOurCommand(command: string): boolean {
  return ours.test(command);
}

/**
 * The member that setup writes. The client draws the line at turns; what changes beside them (another session's
 * loss, the limits, a name that was just given) would stand wrong in an idle pane without so many seconds.
 */
export function statusLine(command: string): object {
  return { type: 'command', command, refreshInterval: 30 };
}

/** Plans our status line into the text of a settings.json; null is a file that is not there. Pure. */
export function planSetup(settings: string | null, command: string): Result<SetupPlan, SettingsFailure> {
  if (settings === null || settings.trim() === '') {
    const whole = `${JSON.stringify({ [key]: statusLine(command) }, null, 2)}\n`;
    const before: Before = settings === null ? { kind: 'no-file' } : { kind: 'blank', settings };
    return ok({ kind: 'added', settings: whole, before, replaced: null });
  }
  const checked = check(settings);
  if (!checked.ok) return checked;
  const span = member(settings, key);
  if (span === null) {
    const before: Before = { kind: 'no-status-line', inside: emptyInside(settings) };
    const added = withMember(settings, key, statusLine(command));
    return ok({ kind: 'added', settings: added, before, replaced: null });
  }
  const json = settings.slice(span.valueStart, span.end);
  const present = commandOf(json);
  if (present === command) return ok({ kind: 'unchanged' });
  if (present !== null && isOurCommand(present))
    return ok({ kind: 'renewed', settings: withJson(settings, span, withCommand(json, command)) });
  return ok({
    kind: 'added',
    settings: withValue(settings, span, statusLine(command)),
    before: { kind: 'status-line', json },
    replaced: json === 'null' ? null : (present ?? json),
  });
}

/** Plans our status line out of the text again. `before` is null where nobody remembers what was there. Pure. */
export function planUninstall(
  settings: string | null,
  before: Before | null,
  command: string,
): Result<UninstallPlan, SettingsFailure> {
  if (settings === null || settings.trim() === '') return ok({ kind: 'nothing-of-ours' });
  const checked = check(settings);
  if (!checked.ok) return checked;
  const span = member(settings, key);
  if (span === null) return ok({ kind: 'nothing-of-ours' });
  const json = settings.slice(span.valueStart, span.end);
  const present = commandOf(json);
  if (present === null || (present !== command && !isOurCommand(present)))
    return ok({ kind: 'not-ours', command: present ?? json });
  return ok(putBack(settings, span, before));
}

function putBack(settings: string, span: MemberSpan, before: Before | null): UninstallPlan {
  if (before?.kind === 'status-line')
    return { kind: 'restored', settings: withJson(settings, span, before.json) };
  const inside = before?.kind === 'no-status-line' ? (before.inside ?? '') : '';
  const restored = withoutMember(settings, span, inside);
  const isOnlyOurs = emptyInside(restored) !== null;
  if (isOnlyOurs && before?.kind === 'no-file') return { kind: 'file-removed' };
  return {
    kind: 'restored',
    settings: isOnlyOurs && before?.kind === 'blank' ? before.settings : restored,
  };
}

/** The status line's value as it stands in valid settings, or null when there is none. */
export function statusLineText(settings: string | null): string | null {
  const span = settings === null || settings.trim() === '' ? null : member(settings, key);
  return span === null || settings === null ? null : settings.slice(span.valueStart, span.end);
}

/** The command of a status line's value, or null when it has none. */
function commandOf(json: string): string | null {
  return textOf(fields(JSON.parse(json) as unknown)['command']);
}

/** The value with another command; the rest of it (padding, refreshInterval) is the user's. */
function withCommand(json: string, command: string): string {
  const span = member(json, 'command');
  return span === null ? JSON.stringify(statusLine(command)) : withJson(json, span, JSON.stringify(command));
}

function check(settings: string): Result<void, SettingsFailure> {
  try {
    // The client's own reader lets a byte order mark pass.
    const value: unknown = JSON.parse(settings.replace(/^\uFEFF/, ''));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? ok(undefined) : failed({ kind: 'not-object' });
  } catch (error) {
    return failed({ kind: 'not-json', line: faultLine(settings, error) });
  }
}

/** The parser only says at which position it stopped, and not always. */
function faultLine(settings: string, error: unknown): number | null {
  const at = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (at === undefined) return null;
  return settings.slice(0, Number(at)).split('\n').length;
}
