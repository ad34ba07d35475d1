import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { FakeMachine } from '../fakes/machine.ts';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'docs/decisions')).map((name) => join('docs/decisions', name)),
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

test.each(pages)('%s speaks of no npm script and no page that there is not', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  // `npm run dev` is a program of the reader's, in the examples of what may run again.
  const scripts = [...text.matchAll(/npm run (?!dev\b)([a-z0-9:-]+)/g)].map(([, name]) => name ?? '');
  expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path]) => path ?? '');
  const broken = links.filter((path) => !existsSync(join(root, dirname(page), path)));
  expect(broken).toEqual([]);
  const sources = [...text.matchAll(/`((?:src|test|scripts|docs)\/[\w./-]+\.\w+)`/g)].map(
    ([, path]) => path ?? '',
  );
  expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the pages speak of most of the program', () => {
  const commands = new Set(pages.flatMap(callsIn).map(([command]) => command));
  expect(commands.size).toBeGreaterThan(15);
});
