import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { asRecord, parseJson } from '../rig/json.ts';
import { pluginFolder, productAt } from '../rig/product.ts';
import { run, type Ran } from '../rig/run.ts';
import { openStage } from '../rig/stage.ts';
import { plainRow } from '../../src/status/row-edit.ts';
import { badInputs, expectSane, mutationsOf } from '../status/bad-input.ts';
import { allWidgets } from '../status/sample.ts';

const fixture = join(import.meta.dirname, '../fixtures/claude/31-statusline.json');
const columns = 100;
const maxRows = 4;
/** ESC, OSC 52, breaks, direction, nothing to see, C1, half a character. */
const hostile =
  '\u001b]52;c;ZXZpbA==\u0007\u001b[2Jevil\r\n\u202etxt\u200b\u009b31m\u2028\u001bPq\u001b\\\ud800';

/** The launcher, set up and with a resident behind it, and every widget in the line. */
async function openLine(): Promise<(stdin: string) => Promise<Ran>> {
  const stage = await openStage({ areRepositories: true });
  onTestFinished(() => stage.close());
  expect((await productAt(stage, pluginFolder).run(['setup', '--yes'])).code).toBe(0);
  const commands = { weather: { run: ['printf', '\\033]52;c;eA==\\007warm\\033[2J'] } };
  const config = { naming: { backend: 'off' }, rows: allWidgets.map(plainRow), maxRows, commands };
  writeFileSync(join(stage.paths.instances, 'config.json'), JSON.stringify(config));
  const env = {
    ...stage.env,
    COLUMNS: String(columns),
    LINES: '50',
    FORCE_COLOR: '3',
    FORCE_HYPERLINK: '1',
  };
  const launcher = join(stage.paths.instances, 'bin/statusline');
  const render = (stdin: string): Promise<Ran> =>
    run(launcher, ['render'], { env, cwd: stage.project('proj'), stdin });
  await render('{}');
  await stage.until('the resident runs', async () => {
    const status = await productAt(stage, pluginFolder).json(['monitor', 'status']);
    return asRecord(status)?.['running'] === true;
  });
  return render;
}

/** Who cannot draw a line prints this word; whoever can read anything at all has more to show. */
const unread = 'statusline';

test('whatever the launcher is told, a line comes out and nothing else', async () => {
  const render = await openLine();
  const drawn = async (stdin: string): Promise<readonly string[]> => {
    const { code, stdout, stderr } = await render(stdin);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith('\n')).toBe(true);
    return expectSane(stdout.slice(0, -1), columns, maxRows);
  };
  for (const [, stdin] of badInputs) await drawn(stdin);

  const sent: unknown = parseJson(readFileSync(fixture, 'utf8'));
  for (const { path, json } of mutationsOf(sent, [undefined, null, 'a text', { deep: {} }, hostile])) {
    expect([path, ...(await drawn(json))]).not.toEqual([path, unread]);
  }
  const everywhere = JSON.stringify(sent, (key, value: unknown) =>
    typeof value === 'string' && key !== 'session_id' ? hostile : value,
  );
  expect((await drawn(everywhere)).join('\n')).toMatch(/^evil txt/);
});
