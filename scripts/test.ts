// `npm test`: every check there is, one stage after the other, and a last line that counts them. A stage
// without test counts (lint, build) counts as one. Later stages run also when an earlier one failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientProgram } from '../test/rig/home.ts';
import { countTests, type Counts } from './test-counts.ts';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'statusline-test-'));

interface Stage {
  readonly name: string;
  /** Program and arguments; programs of dependencies by their name. */
  readonly argv: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Where vitest writes its report, for stages that are made of tests. */
  readonly report?: string;
}

function tests(project: string, env: Readonly<Record<string, string>> = {}): Stage {
  const report = join(scratch, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name: project, argv: ['vitest', 'run', '--project', project, ...reporters], env, report };
}

function validate(directory: string): Stage {
  return {
    name: `claude plugin validate --strict ${directory}`,
    argv: [clientProgram(), 'plugin', 'validate', '--strict', directory],
    // The client writes into its home.
    env: { HOME: scratch, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1' },
  };
}

const stages: readonly Stage[] = [
  { name: 'types', argv: ['tsc'] },
  { name: 'lint', argv: ['oxlint', '--type-aware', 'src', 'test', 'scripts'] },
  { name: 'format', argv: ['oxfmt', '--check', 'src', 'test', 'scripts', 'vitest.config.ts'] },
  { name: 'nothing is unused', argv: ['knip'] },
  { name: 'build is committed', argv: ['tsx', 'scripts/build.ts', '--check'] },
  validate('plugins/statusline'),
  validate('.'),
  tests('unit'),
  tests('torture', { STATUSLINE_TORTURE: 'short' }),
  tests('e2e'),
];

function runStage(stage: Stage): Counts {
  console.log(`\n=== ${stage.name}`);
  const startedAtMs = Date.now();
  const [program, ...args] = stage.argv;
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`, ...stage.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) console.log(`${stage.name} did not start: ${error.message}`);
  const hasPassed = status === 0;
  const counts =
    stage.report === undefined
      ? { passed: Number(hasPassed), failed: Number(!hasPassed), skipped: [] }
      : countTests(reportOf(stage.report), hasPassed);
  const skipped = counts.skipped.length === 0 ? '' : `, ${counts.skipped.length} skipped`;
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  console.log(`=== ${stage.name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)`);
  for (const name of counts.skipped) console.log(`    skipped: ${name}`);
  return counts;
}

function reportOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The run broke off before its report: counted as one failure.
    return null;
  }
}

const wanted = process.argv.slice(2);
const counts = stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).map(runStage);
rmSync(scratch, { recursive: true, force: true });
const sum = (of: 'passed' | 'failed'): number => counts.reduce((total, count) => total + count[of], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
