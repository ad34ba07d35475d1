import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FakeMachine } from '../fakes/machine.ts';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'plugins/statusline/commands')).map((name) =>
    join('plugins/statusline/commands', name),
  ),
];

/** Calls in code marks or after a prompt: `statusline recover all --lazy`, `recover --print`. */
function callsIn(page: string): readonly (readonly [string, ...string[]])[] {
  const text = readFileSync(join(root, page), 'utf8');
  const marked = [...text.matchAll(/`([^`\n]+)`|^\$ ([^\n#]+)/gm)].map(
    ([, code, typed]) => code ?? typed ?? '',
  );
  return marked.flatMap((call) => {
    const [program, command, ...words] = call.split(/\s+/);
    return program === 'statusline' && command !== undefined ? [[command, ...words] as const] : [];
  });
}

/** What `--help` says of a command; the resident's is no route of the dispatch. */
async function help(command: string): Promise<string> {
  if (command === 'monitor') return 'USAGE --json --help';
  return (await new FakeMachine().run([command, '--help'])).out;
}

test.each(pages)('%s speaks of no command and no flag that there is not', async (page) => {
  for (const [command, ...words] of callsIn(page)) {
    if (command.startsWith('-')) continue;
    const said = await help(command);
    expect({ page, command, said }).toMatchObject({ said: expect.stringMatching(/^USAGE/) });
    const flags = words.flatMap((word) => /^\[?(--[a-z-]+)/.exec(word)?.[1] ?? []);
    for (const flag of flags)
      expect({ page, command, flag, said }).toMatchObject({ said: expect.stringContaining(flag) });
  }
});

test('the pages speak of most of the program', () => {
  const commands = new Set(pages.flatMap(callsIn).map(([command]) => command));
  expect(commands.size).toBeGreaterThan(15);
});
