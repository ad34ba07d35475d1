import { describe, expect, it } from 'vitest';
import { coloursFor, paintedLine, plainText, type TonedLine } from '../../src/command/tone.ts';
import { FakeMachine } from '../fakes/machine.ts';

const line: TonedLine = ['C7 ', { text: 'Archaeologist', tone: 'strong' }, { text: '  ', tone: 'quiet' }];

describe('a line with tones', () => {
  it('reads the same without them', () => {
    expect(plainText(line)).toBe('C7 Archaeologist  ');
    expect(plainText('just text')).toBe('just text');
  });

  it('turns every colour off again, and paints no blank', () => {
    expect(paintedLine(line)).toBe('C7 \u001b[1mArchaeologist\u001b[0m  ');
    expect(paintedLine('just text')).toBe('just text');
  });
});

describe('colours', () => {
  it.each<[string, Readonly<Record<string, string>>, boolean, string]>([
    ['go to a terminal', { TERM: 'xterm' }, true, '16'],
    ['go into no pipe', { TERM: 'xterm' }, false, 'none'],
    ['go into a pipe that asks for them', { TERM: 'xterm', FORCE_COLOR: '1' }, false, '16'],
    ['go to nobody who wants none', { TERM: 'xterm', NO_COLOR: '1' }, true, 'none'],
    ['go to no terminal that knows none', { TERM: 'dumb' }, true, 'none'],
  ])('%s', (_, env, isStdoutTerminal, level) => {
    expect(coloursFor({ env, isStdoutTerminal })).toBe(level);
  });

  it('are in a table on a terminal, and in no script', async () => {
    const machine = new FakeMachine();
    machine.file('/home/dev/shop/README.md', '');
    const { pid } = await machine.openPane('work', 'desk');
    const said = JSON.stringify({
      session_id: '763984d1-222d-4a68-bae8-000000000001',
      cwd: '/home/dev/shop',
      source: 'startup',
    });
    await machine.asClient(machine.startClient(pid), ['hook', 'SessionStart'], said, {});
    expect((await machine.run(['list'])).out).not.toContain('\u001b');
    const painted = await machine.run(['list'], { env: { FORCE_COLOR: '1' } });
    expect(painted.out).toContain('\u001b[1mshop\u001b[0m');
    expect(painted.out).toContain('\u001b[2midle\u001b[0m');
  });
});
