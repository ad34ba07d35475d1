import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureWords } from '../../src/tmux/failure.ts';
import { id } from '../session/pieces.ts';
import { openTheatre, outcomes, type Theatre } from './theatre.ts';

/** Sessions `a` and `b` in `main`, at 0 and 4, on a server that died; from then on this is the user's tmux.conf. */
async function openLostDesk(config: string): Promise<Theatre> {
  const theatre = openTheatre();
  const { lab, project } = theatre;
  await lab.run(
    ['new-session', '-d', '-s', 'main', '-x', '120', '-y', '40', '-c', project],
    ['new-window', '-d', '-t', '=main:4', '-n', 'mine', '-c', project],
  );
  await theatre.ran('a', '%0');
  await theatre.ran('b', '%1');
  await theatre.capture();
  await lab.crash();
  writeFileSync(join(lab.root, '.tmux.conf'), config);
  return theatre;
}

async function windows({ lab }: Theatre): Promise<readonly string[]> {
  const listed = await lab.run(['list-windows', '-a', '-F', '#{session_name}:#{window_index}']);
  return listed.trim().split('\n');
}

/** What could not be made, in words. */
function unbuilt({ progress }: Theatre): readonly string[] {
  return progress.flatMap((each) => (each.kind === 'not-built' ? [failureWords(each.failed.failure)] : []));
}

const both = { [id('a')]: 'restored', [id('b')]: 'restored' };

test('what a tmux.conf makes when the server starts is the user’s, and the lost windows stand beside it', async () => {
  const theatre = await openLostDesk('new-session -d -s main\n');
  expect(outcomes(await theatre.recover())).toEqual(both);
  expect(unbuilt(theatre)).toEqual([]);
  expect(await windows(theatre)).toEqual(['main:0', 'main:1', 'main:4']);
});

test('a name that somebody takes in the very moment leaves the desk the next best one, and is told', async () => {
  const theatre = await openLostDesk("set-hook -g after-new-session 'new-session -d -s main'\n");
  expect(outcomes(await theatre.recover())).toEqual(both);
  expect(unbuilt(theatre)).toEqual(['duplicate session: main; it is called main-2']);
  expect(await windows(theatre)).toEqual(['main:0', 'main-2:0', 'main-2:4']);
  // The next run knows it for what it stands for.
  expect(outcomes(await theatre.recover())).toEqual({});
});

test('a server without anything of its own ends again, and the desk is made as it was', async () => {
  const theatre = await openLostDesk('');
  expect(outcomes(await theatre.recover())).toEqual(both);
  expect(unbuilt(theatre)).toEqual([]);
  expect(await windows(theatre)).toEqual(['main:0', 'main:4']);
});
