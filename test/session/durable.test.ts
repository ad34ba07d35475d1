import { describe, expect, it } from 'vitest';
import { mustBeDurable } from '../../src/session/durable.ts';
import type { Event } from '../../src/session/event.ts';
import { journal } from './world.ts';

/** What the last step of a story added. */
function news(story: ReturnType<typeof journal>): readonly Event[] {
  return story.news;
}

describe('an event survives power loss', () => {
  it.each<[behaviour: string, events: readonly Event[], isDurable: boolean]>([
    ['when it is a start', news(journal().start('a')), true],
    ['when it is an end', news(journal().start('a').end('a', 'clear')), true],
    ['when it is a goodbye', news(journal().start('a').end('a', 'other')), true],
    ['when it is a loss', news(journal().start('a').look('a')), true],
    ['when it is a move', news(journal().start('a').render('a', { window: 'new' })), true],
    ['when it is a name', news(journal().name('a', 'user', 'Mine')), true],
    ['when it is a claim', news(journal().claim('a', 'r')), true],
    ['when it is the outcome of a claim', news(journal().settle('a', 'r')), true],
    ['when it is the log of a recovery', [{ kind: 'recovery_run', recoveryId: 'r', outcomes: {} }], true],
    ['when it is an import', [{ kind: 'numbered_from', next: 7 }], true],
    ['when it is a change of directory', news(journal().start('a').render('a', {}, { cwd: '/q' })), true],
    [
      'when it is a change of project',
      news(journal().start('a').render('a', {}, { projectDir: '/q' })),
      true,
    ],
    ['not when it is another change', news(journal().start('a').render('a', {}, { modelId: 'm' })), false],
    ['not when it is a prompt', news(journal().start('a').prompt('a')), false],
    ['not when it is the end of a turn', news(journal().start('a').prompt('a').stop('a')), false],
    ['when any of several must', news(journal().prompt('a')), true],
    ['not when there is none', [], false],
  ])('%s', (_behaviour, events, isDurable) => {
    expect(mustBeDurable(events)).toBe(isDurable);
  });
});
