import { expect, it } from 'vitest';
import { environmentLines } from '../../src/claude/environment-file.ts';
import { run } from '../rig/run.ts';

it.each(['Parser', '', 'it\'s $(id) `id` "x" \\', 'two\nlines', '-n', 'Füchsin 🦊'])(
  'a shell that reads the file has the value as it was: %j',
  async (value) => {
    const script = `${environmentLines({ INSTANCE_NAME: value })}printf '%s' "$INSTANCE_NAME"`;
    const ran = await run('/bin/sh', ['-c', script], { env: { PATH: '/usr/bin:/bin' } });
    expect(ran).toMatchObject({ code: 0, stdout: value, stderr: '' });
  },
);
