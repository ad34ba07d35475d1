import type { Command } from './change.ts';
import { expandFor } from './create.ts';
import { linksOf, Refusal, sessionsByName, type Session, type Target } from './model.ts';
import { readWords, type Words } from './options.ts';
import type { Context } from './panes.ts';
import { activePane, findSession, findTarget } from './targets.ts';

/** Commands that only ask, and those for options and hooks. */
export const questions: Readonly<Record<string, Command>> = {
  'display-message': (context, command) => {
    const words = readWords(command, 'pt:');
    return `${expandFor(context, words.rest[0] ?? '', leniently(context, words.values.get('t')))}\n`;
  },
  'has-session': (context, command) => {
    findSession(context.server, readWords(command, 't:').values.get('t') ?? '');
    return '';
  },
  'list-sessions': (context, command) => {
    const words = readWords(command, 'F:');
    return lines(context, words, sessionsByName(context.server).flatMap(firstTarget));
  },
  'list-windows': (context, command) => {
    const words = readWords(command, 'at:F:');
    return lines(context, words, sessionsOf(context, words).flatMap(windowTargets));
  },
  'list-panes': (context, command) => {
    const words = readWords(command, 'ast:F:');
    const target = words.values.get('t') ?? '';
    if (words.flags.has('a') || words.flags.has('s')) {
      return lines(context, words, sessionsOf(context, words).flatMap(paneTargets));
    }
    const { session, link } = findTarget(context.server, target);
    return lines(
      context,
      words,
      link.window.panes.map((pane) => ({ session, link, pane })),
    );
  },
  'list-clients': (_context, command) => {
    readWords(command, 't:F:');
    return '';
  },
  'capture-pane': (context, command) => {
    const words = readWords(command, 'peJCNt:S:E:');
    return findTarget(context.server, words.values.get('t') ?? '').pane.screen;
  },
  'set-option': (context, command) => {
    const words = readWords(command, 'gwpqut:');
    const options = optionsFor(context, words);
    const [name = '', value] = words.rest;
    if (words.flags.has('u')) options.delete(name);
    else options.set(name, value ?? '');
    if (name === 'automatic-rename' && !words.flags.has('g')) {
      findTarget(context.server, words.values.get('t') ?? '').link.window.hasAutomaticName = value !== 'off';
    }
    return '';
  },
  'show-options': (context, command) => {
    const words = readWords(command, 'gwpqvAt:');
    const name = words.rest[0] ?? '';
    const value = optionsFor(context, words).get(name);
    if (value === undefined) return '';
    return words.flags.has('v') ? `${value}\n` : `${name} ${value}\n`;
  },
  'set-hook': (context, command) => {
    const words = readWords(command, 'gu');
    const [name = '', value = ''] = words.rest;
    if (words.flags.has('u')) context.server.hooks.delete(name);
    else context.server.hooks.set(name, value);
    return '';
  },
  'show-hooks': (context, command) => {
    readWords(command, 'g');
    return [...context.server.hooks].map(([name, value]) => `${name} ${value}\n`).join('');
  },
  'set-environment': (context, command) => {
    const words = readWords(command, 'gut:');
    const [name = '', value = ''] = words.rest;
    if (!words.flags.has('g')) {
      findSession(context.server, words.values.get('t') ?? '').environment.set(name, value);
    }
    return '';
  },
  'start-server': () => '',
};

/** `display-message` prints for nothing where its target is not there. */
function leniently(context: Context, text: string | undefined): Target | null {
  try {
    if (text !== undefined) return findTarget(context.server, text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
  const [session] = sessionsByName(context.server);
  return session === undefined ? null : (firstTarget(session)[0] ?? null);
}

function firstTarget(session: Session): readonly Target[] {
  const link = session.active;
  return link === null ? [] : [{ session, link, pane: activePane(link) }];
}

function windowTargets(session: Session): readonly Target[] {
  return linksOf(session).map((link) => ({ session, link, pane: activePane(link) }));
}

function paneTargets(session: Session): readonly Target[] {
  return linksOf(session).flatMap((link) => link.window.panes.map((pane) => ({ session, link, pane })));
}

function sessionsOf(context: Context, words: Words): readonly Session[] {
  if (!words.flags.has('a')) return [findSession(context.server, words.values.get('t') ?? '')];
  if (context.server.sessions.length === 0) throw new Refusal('no current target');
  return sessionsByName(context.server);
}

function lines(context: Context, words: Words, targets: readonly Target[]): string {
  const format = words.values.get('F');
  if (format === undefined) throw new Error('The fake tmux lists only by a format (-F).');
  return targets.map((target) => `${expandFor(context, format, target)}\n`).join('');
}

function optionsFor(context: Context, words: Words): Map<string, string> {
  const { server } = context;
  if (words.flags.has('g')) return words.flags.has('w') ? server.windowOptions : server.options;
  const target = words.values.get('t') ?? '';
  if (words.flags.has('p')) return findTarget(server, target).pane.options;
  return words.flags.has('w')
    ? findTarget(server, target).link.window.options
    : findSession(server, target).options;
}
