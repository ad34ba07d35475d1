import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { anything, assert, constantFrom, integer, letrec, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStatusInput } from '../../src/claude/status-input.ts';
import type { LineFacts } from '../../src/status/facts.ts';
import { renderLine } from '../../src/status/line.ts';
import type { LineOptions } from '../../src/status/options.ts';
import type { ColourLevel } from '../../src/status/terminal.ts';
import { themeNames } from '../../src/status/themes.ts';
import { badInputs, expectSane, mutationsOf, wrongValues } from './bad-input.ts';
import { allWidgets, fullFacts, missingWidgets, nowMs, sampleFacts, openOptions } from './sample.ts';

const fixtures = join(import.meta.dirname, '../fixtures/claude');
const everything: LineOptions = { ...openOptions, rows: allWidgets, maxRows: 4, oneRowBelowRows: 0 };

function expectDrawn(json: string, changes: Partial<LineFacts> = {}): readonly string[] {
  const terminal = { columns: 100, rows: 50, colours: 'truecolour', hasLinks: true } as const;
  const facts = sampleFacts({ ...changes, input: readStatusInput(json).value, terminal });
  expectSane(renderLine(facts, openOptions), 100, 2);
  return expectSane(renderLine(facts, everything), 100, 4);
}

test('the test rows hold every widget', () => {
  expect(missingWidgets).toEqual([]);
});

describe('bad standard input gives a sane line', () => {
  test.each(badInputs)('%s', (_what, json) => {
    expectDrawn(json);
    expectDrawn(json, { session: null, git: null, home: null });
  });
});

test('hostile texts in every field come out harmless', () => {
  const hostile =
    '\u001b]52;c;ZXZpbA==\u0007\u001b[2Jevil\r\n\u202etxt\u200b\u009b31m\u2028\ud800\u001bPq\u001b\\';
  const json = readFileSync(join(fixtures, '31-statusline.json'), 'utf8');
  const repo = { host: 'github.com', owner: 'dev', name: 'proj' };
  const sent: object = { ...(JSON.parse(json) as object), workspace: { project_dir: '/proj', repo } };
  const changed = JSON.stringify(sent, (key, value: unknown) =>
    typeof value === 'string' && !['session_id', 'host'].includes(key) ? hostile : value,
  );
  const full = fullFacts();
  const session = full.session && {
    ...full.session,
    names: { user: hostile, client: hostile, generated: hostile },
    task: hostile,
    summary: hostile,
    permissionMode: hostile,
    place: full.session.place && { ...full.session.place, sessionName: hostile, windowName: hostile },
  };
  const git = { head: { branch: hostile, commit: null, root: hostile, isLinkedWorktree: true }, dirt: null };
  const commands = { weather: { text: hostile, atMs: nowMs } };
  expectDrawn(changed, { ...full, session, git, commands, wrapped: hostile, home: hostile });
  expectDrawn(changed, { session, git });
});

/** What is shown, widget by widget. */
function widgets(json: string): readonly string[] {
  return expectDrawn(json, { session: null }).flatMap((row) => row.split(/ · | {2,}/));
}

describe('every single-field mutation of what the client sent gives a sane line', () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('-statusline.json'));
  const texts = [...new Set(names.map((name) => readFileSync(join(fixtures, name), 'utf8')))];

  test('there are recordings', () => {
    expect(texts.length).toBeGreaterThan(5);
  });

  test.each(texts.map((text, index) => [index, text] as const))('recording %i', (_index, text) => {
    const mutations = mutationsOf(JSON.parse(text), wrongValues);
    expect(mutations.length).toBeGreaterThan(100);
    for (const { json } of mutations) expectDrawn(json, { session: null });
  });

  test('a bad field costs only its own widget', () => {
    const text = readFileSync(join(fixtures, '31-statusline.json'), 'utf8');
    const bad = JSON.stringify({ ...(JSON.parse(text) as object), cost: 'free of charge' });
    const lost = widgets(text).filter((shown) => !widgets(bad).includes(shown));
    expect(lost).toEqual(['$0.04', '51s']);
  });
});

describe('whatever the facts and the options', () => {
  const { json } = letrec((tie) => ({
    json: record(
      {
        session_name: string({ unit: 'grapheme' }),
        cwd: string({ unit: 'binary' }),
        model: record({ display_name: string({ unit: 'binary' }) }),
        cost: anything(),
        context_window: anything(),
        workspace: record({ current_dir: string(), git_worktree: string({ unit: 'grapheme' }) }),
        agent: record({ name: string({ unit: 'grapheme-composite' }) }),
        nested: tie('json'),
      },
      { requiredKeys: [] },
    ),
  }));
  const options = record({
    theme: constantFrom(...themeNames),
    style: constantFrom('plain', 'powerline', 'capsule', 'blocks'),
    icons: constantFrom('none', 'unicode', 'nerd'),
    separator: string({ maxLength: 8 }),
    maxRows: integer({ min: 1, max: 4 }),
    marginCells: integer({ min: 0, max: 30 }),
  });
  const terminal = record({
    columns: integer({ min: 1, max: 220 }),
    rows: integer({ min: 1, max: 60 }),
    colours: constantFrom<ColourLevel>('none', '16', '256', 'truecolour'),
    hasLinks: constantFrom(true, false),
  });

  test('the line is not empty, no row is too wide, and there are not too many', () => {
    assert(
      property(json, options, terminal, string({ unit: 'grapheme' }), (value, chosen, screen, foreign) => {
        const facts = fullFacts({
          input: readStatusInput(JSON.stringify(value)).value,
          terminal: screen,
          wrapped: foreign,
          git: { head: { branch: foreign, commit: null, root: '/', isLinkedWorktree: false }, dirt: null },
        });
        expectSane(renderLine(facts, { ...everything, ...chosen }), screen.columns, chosen.maxRows);
        expectSane(renderLine(facts, { ...openOptions, ...chosen }), screen.columns, chosen.maxRows);
      }),
      { numRuns: 300 },
    );
  });
});
