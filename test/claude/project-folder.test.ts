import { expect, test } from 'vitest';
import { isInFolderOf } from '../../src/claude/project-folder.ts';

const long = `/home/dev/${'x'.repeat(200)}`;

test.each<[directory: string, folder: string, isIn: boolean]>([
  ['/home/dev/proj', '-home-dev-proj', true],
  ['/home/dev/a b.c_d', '-home-dev-a-b-c-d', true],
  ['/home/dev/🦊é', '-home-dev----', true],
  ['/home/dev/other', '-home-dev-proj', false],
  ['/home/dev', '-home-dev-proj', false],
  [long, long.replaceAll('/', '-'), false],
])('the conversations of %s lie in %s: %s', (directory, folder, isIn) => {
  expect(isInFolderOf(directory, `/home/dev/.claude/projects/${folder}/a.jsonl`)).toBe(isIn);
});
