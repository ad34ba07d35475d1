// What the line takes for the width of a row, held against a terminal that draws it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readStatusInput } from '../../src/claude/status-input.ts';
import { renderLine } from '../../src/status/line.ts';
import { runOk } from '../rig/run.ts';
import { until } from '../rig/wait.ts';
import {
  allWidgets,
  fullFacts,
  openOptions,
  plainTerminal,
  sampleJson,
  sampleSession,
} from '../status/sample.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-rows-'));
const tmux = (...args: readonly string[]): Promise<string> =>
  runOk('tmux', ['-u', '-S', join(root, 'socket'), '-f', '/dev/null', ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: root, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    cwd: root,
  });
afterAll(async () => {
  await tmux('kill-server');
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** Names in which characters are wider, narrower or more than they seem. */
const facts = fullFacts({
  input: readStatusInput(
    sampleJson({ cwd: '/home/dev/プロジェクト', workspace: { current_dir: '/home/dev/プロジェクト' } }),
  ).value,
  session: sampleSession({
    names: { user: '会話の整理 🎉 re\u0301sume\u0301', client: null, generated: null },
    task: 'Zürich: Straßennamen prüfen und 한글 이름 맞추기',
    summary: '中文字符很多很多 · 👍🏽 gelesen, 🇩🇪 übersetzt, नमस्ते',
  }),
});

test.each([20, 33, 60, 80, 120])('no row wraps in a pane of %i columns', async (columns) => {
  for (const [name, rows] of Object.entries({ usual: openOptions.rows, every: allWidgets })) {
    const options = { ...openOptions, rows, maxRows: 4 };
    const line = renderLine({ ...facts, terminal: plainTerminal(columns) }, options);
    const file = join(root, `${name}-${columns}`);
    writeFileSync(file, `${line}\nthe end`);
    const size = ['-x', String(columns), '-y', '10'];
    await tmux('new-session', '-d', '-s', `${name}-${columns}`, ...size, `cat ${file}; exec sleep 100000`);
    const shown = await until('the line is drawn', async () => {
      const drawn = (await tmux('capture-pane', '-p', '-t', `${name}-${columns}:`)).trimEnd().split('\n');
      return drawn.at(-1) === 'the end' ? drawn : null;
    });
    expect(shown).toHaveLength(line.split('\n').length + 1);
  }
});
