import { displayName, isAutoNamed, numberLabel } from '../session/names.ts';
import type { Session } from '../session/session.ts';
import { nameSession, type Naming } from '../naming/name-session.ts';
import type { NoAnswer } from '../naming/ask.ts';
import { harmless } from '../text/harmless.ts';
import { assertNever } from '../text/result.ts';
import type { World } from '../world.ts';
import { parseSessionId } from '../claude/session-id.ts';
import { knownNow, sessionFor } from './known.ts';
import { ownSession } from './own-session.ts';
import { complain, exit, printJson, printLines } from './speech.ts';

/** How `name` is called. */
export interface NameFlags {
  readonly json: boolean;
  /** By the end of a turn: only what the policy asks for, and without a word. */
  readonly due: boolean;
}

/** `statusline name [<ref>]`: asks a model what the session is about, now, and says what came of it. */
export async function name(world: World, flags: NameFlags, ref: string | undefined): Promise<number> {
  if (flags.due) return nameIfDue(world, ref);
  const registry = await knownNow(world, { all: false });
  const found =
    ref === undefined
      ? await ownSession(world, registry, 'name <ref>')
      : await sessionFor(world, registry, ref);
  if (!found.ok) return complain(world, found.failure);
  const naming = await nameSession(world, found.value.id, { onlyIfDue: false });
  if (naming.kind !== 'named') return complain(world, failureWords(naming));
  if (flags.json) printJson(world, namingView(naming.session));
  else printLines(world, namedLines(naming.session, naming.without));
  return exit.done;
}

/** Nobody reads what it would print. */
async function nameIfDue(world: World, ref: string | undefined): Promise<number> {
  const id = parseSessionId(ref);
  if (id !== null) await nameSession(world, id, { onlyIfDue: true });
  return exit.done;
}

function namingView(session: Session): Readonly<Record<string, unknown>> {
  return {
    session_id: session.id,
    process_number: session.number,
    name: displayName(session),
    generated_name: session.names.generated,
    task: session.task,
    description: session.description,
    summary: session.summary,
  };
}

function namedLines(session: Session, without: NoAnswer | null): readonly string[] {
  const shown = displayName(session);
  const { generated } = session.names;
  const isOverruled = generated !== null && !isAutoNamed(session);
  const label = numberLabel(session);
  const line = isOverruled
    ? `${label} would be ${harmless(generated)}; ${harmless(shown)} is the name that it was given.`
    : `${label} is ${harmless(shown)}.`;
  const texts = [session.task, session.description, session.summary].flatMap((text) => text ?? []);
  return [
    line,
    ...(without === null ? texts.map((text) => `  ${harmless(text)}`) : []),
    ...(without === null || without.kind === 'no-model'
      ? []
      : [`  Named without a model: ${noAnswerWords(without)}.`]),
  ];
}

function failureWords(naming: Exclude<Naming, { kind: 'named' }>): string {
  switch (naming.kind) {
    case 'off':
      return 'sessions are not named: `naming.backend` in config.json is off';
    case 'busy':
      return 'another process is naming this session: look again in a minute';
    case 'not-due':
    case 'unknown':
      return 'the session is not known any more: see `statusline list --all`';
    case 'not-recorded':
      return 'nothing was recorded: the journal could not be written; see `statusline doctor`';
    case 'failed':
      return `no name was given: ${noAnswerWords(naming.failure)}`;
    default:
      return assertNever(naming);
  }
}

function noAnswerWords(failure: NoAnswer): string {
  switch (failure.kind) {
    case 'no-program':
      return `${harmless(failure.program)} could not be started; is Claude Code on your PATH?`;
    case 'no-key':
      return 'the API needs ANTHROPIC_API_KEY in the environment';
    case 'timed-out':
      return `the model did not answer within ${failure.timeoutMs / 1000} s`;
    case 'refused':
      return `the model gave no usable answer ("${harmless(failure.says, 120)}")`;
    case 'no-model':
      return 'no model is configured: see `naming.backend` in config.json';
    case 'held-back':
      return 'the last calls failed, so the model is left alone for a while';
    default:
      return assertNever(failure);
  }
}
