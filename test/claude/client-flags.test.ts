import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Arity, flagRule } from '../../src/claude/client-flags.ts';
import { clientProgram } from '../rig/home.ts';
import { runOk } from '../rig/run.ts';

const home = mkdtempSync(join(tmpdir(), 'statusline-flags-'));
afterAll(() => rmSync(home, { recursive: true }));

/** What the client's help says: `-r, --resume [value]  …`. */
function listed(help: string): readonly { readonly flag: string; readonly arity: Arity }[] {
  const options = help.slice(help.indexOf('\nOptions:'), help.indexOf('\nCommands:'));
  return options.split('\n').flatMap((line) => {
    const [, names = '', value = ''] =
      /^ {2}(-[^\s<[,]+(?:, -[^\s<[,]+)*)(?: ([<[][^\]>]*[\]>]))?/.exec(line) ?? [];
    const arity =
      value === '' ? 'none' : value.includes('...') ? 'many' : value.startsWith('[') ? 'optional' : 'one';
    return names === '' ? [] : names.split(', ').map((flag) => ({ flag, arity }) as const);
  });
}

it('every flag in the help of the client is known, with the values that it takes', async () => {
  const env = { HOME: home, PATH: '/usr/bin:/bin', TERM: 'xterm', LANG: 'C.UTF-8', DISABLE_AUTOUPDATER: '1' };
  const flags = listed(await runOk(clientProgram(), ['--help'], { env }));
  expect(flags.length).toBeGreaterThan(50);
  expect(flags).toContainEqual({ flag: '-d', arity: 'optional' });
  const unknown = flags.filter(({ flag, arity }) => flagRule(flag)?.arity !== arity);
  expect(unknown).toEqual([]);
});
