import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepWindowName, newWindow, renameWindow } from '../../src/tmux/commands.ts';
import type { Desk } from '../../src/tmux/desk.ts';
import { isKeptAs, keptName, literal, textOfName } from '../../src/tmux/format.ts';
import type { TmuxCommand } from '../../src/tmux/tmux.ts';
import { openFakeWorld, openRealWorld, stay, withSession, type TmuxWorld } from './tmux-worlds.ts';

const hostile = [
  'plain',
  ' spaces  around ',
  'tab\there',
  'line\nbreak\n',
  'escape \u001b[31m',
  'bell\u0007 delete\u007f',
  'pipe | amp & semi;',
  ';',
  `"double" 'single' \`back\``,
  'back\\slash',
  'back\\tslash\\',
  '\\033',
  '$HOME ${HOME} $_ $1 $ a$',
  '#{pid}',
  '##{pid}',
  '#(touch /tmp/never)',
  '#[fg=red]x',
  '##[x]',
  '#',
  'a#',
  '###',
  '#H #S #,#}',
  '%H %d %%',
  '-dash',
  '--',
  '=equals',
  '@at',
  '%percent',
  '!bang {a,b} [x] *?~',
  '漢字かな',
  '🎉👨‍👩‍👧é',
  'ｆｕｌｌ　width',
];

const nameOf = (desk: Desk, id: string): string | undefined =>
  desk.windows.find((window) => window.id === id)?.name;
const must = (command: TmuxCommand | null): TmuxCommand => {
  if (command === null) throw new Error('no command for this name');
  return command;
};

describe.each([
  ['the model', openFakeWorld],
  ['the real tmux', openRealWorld],
])('%s', (_name, open) => {
  let world: TmuxWorld;
  beforeAll(async () => {
    world = await withSession(await open());
  });
  afterAll(() => world.close());

  test.each(hostile)('a window made with the name %j keeps it to the byte', async (text) => {
    const printed = await world.run(
      newWindow({ target: '=main:', name: text, cwd: '/', argv: stay, format: '#{window_id}' }),
    );
    const id = printed.trim();
    const desk = await world.desk();
    await world.run(['kill-window', '-t', id]);
    expect(nameOf(desk, id)).toBe(text);
  });

  test.each(hostile)('a window renamed to %j is known again, and gets the same name back', async (text) => {
    await world.run(renameWindow('@0', text));
    const kept = nameOf(await world.desk(), '@0') ?? '';
    expect(isKeptAs(text, kept)).toBe(true);
    expect(isKeptAs('other', kept)).toBe(false);
    expect(textOfName(kept)).toBe(text);
    await world.run(renameWindow('@0', 'other'), must(keepWindowName('@0', kept)));
    expect(nameOf(await world.desk(), '@0')).toBe(kept);
  });

  test.each(hostile)('a session made as %j gets the same name back', async (text) => {
    const kept = keptName(text).replaceAll(/[:.]/g, '_');
    await world.run(['new-session', '-d', '-s', literal(textOfName(kept) ?? kept), ...stay]);
    const { sessions } = await world.desk();
    const made = sessions.find(({ name }) => name !== 'main');
    await world.run(['kill-session', '-t', made?.id ?? '']);
    expect(isKeptAs(text.replaceAll(/[:.]/g, '_'), made?.name ?? '')).toBe(true);
  });

  test('tmux itself turns `:` and `.` in session names into `_`', async () => {
    await world.run(['new-session', '-d', '-s', 'a.b:c', ...stay]);
    const { sessions } = await world.desk();
    await world.run(['kill-session', '-t', '=a_b_c:']);
    expect(sessions.map(({ name }) => name)).toEqual(['a_b_c', 'main']);
  });

  test.each(hostile)('a pane in the directory %j is seen there', async (text) => {
    const cwd = world.directory(`d ${text}`);
    const printed = await world.run(
      newWindow({ target: '=main:', name: null, cwd, argv: stay, format: '#{window_id}' }),
    );
    const id = printed.trim();
    // The directory is that of the program, which has it a moment after tmux has started it.
    await expect
      .poll(async () => (await world.desk()).windows.find((window) => window.id === id)?.panes[0]?.cwd)
      .toBe(cwd);
    await world.run(['kill-window', '-t', id]);
  });

  test.each(hostile)('a pane titled %j breaks no capture', async (text) => {
    await world.run(['select-pane', '-t', '%0', '-T', text.replaceAll('#', '##')]);
    const desk = await world.desk();
    expect(desk.windows.map(({ panes }) => panes.map(({ id }) => id))).toEqual([['%0']]);
  });

  test('of a title that is longer than any, the head is taken, in whole characters', async () => {
    await world.run(['select-pane', '-t', '%0', '-T', '🎉'.repeat(2000)]);
    const [title = ''] = (await world.desk()).windows.flatMap(({ panes }) => panes.map((pane) => pane.title));
    expect(title).toBe('🎉'.repeat(256));
    await world.run(['select-pane', '-t', '%0', '-T', title]);
  });
});
