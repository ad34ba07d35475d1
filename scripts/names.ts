// `npx tsx scripts/names.ts`: what the namer's prompts are worth. A fleet of recorded sessions goes through the very question
// that a namer asks, to a real model, and the names that come back are scored. For whoever changes the prompts.
//
//   npx tsx scripts/names.ts                            the recorded answers, offline
//   npx tsx scripts/names.ts --ask claude            your own client and login: one call for each session
//   npx tsx scripts/names.ts --ask api               the API, with ANTHROPIC_API_KEY
//   npx tsx scripts/names.ts --ask claude --record   and keep the answers for the tests
//   --model haiku                            an alias or a full id
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printEnvironment } from '../src/claude/print-run.ts';
import { askClient } from '../src/claude/run.ts';
import { table } from '../src/command/table.ts';
import { plainText } from '../src/command/tone.ts';
import { askApi } from '../src/naming/api.ts';
import { defaultNaming } from '../src/naming/config.ts';
import recorded from '../test/naming/answers.json' with { type: 'json' };
import {
  type Ask,
  type Recorded,
  type Replayed,
  replay,
  scores,
  sums,
  wording,
} from '../test/naming/replay.ts';

const { values } = parseArgs({
  options: {
    ask: { type: 'string', default: 'recorded' },
    model: { type: 'string', default: defaultNaming.model },
    record: { type: 'boolean', default: false },
  },
});
const timeoutMs = 60_000;
const known: Recorded = recorded;

const askers: Readonly<Record<string, Ask>> = {
  recorded: async (_, { key }) => known.answers[key] ?? '',
  claude: async (question) => {
    const env = printEnvironment(process.env, process.env['CLAUDE_CONFIG_DIR'] ?? null);
    // Nowhere near a project: the answer must come from the question alone.
    const client = { program: ['claude'] as const, cwd: tmpdir(), env };
    return said(await askClient({ ...question, model: values.model, timeoutMs }, client));
  },
  api: async (question) => {
    const key = process.env['ANTHROPIC_API_KEY'];
    if (key === undefined) fail('ANTHROPIC_API_KEY is not set.');
    const baseUrl = process.env['ANTHROPIC_BASE_URL'] ?? null;
    return said(await askApi({ ...question, model: values.model, timeoutMs }, { key, baseUrl }));
  },
};

function said(answer: Awaited<ReturnType<typeof askClient>>): string {
  if (answer.ok) return answer.value;
  process.stderr.write(`No answer: ${JSON.stringify(answer.failure)}\n`);
  return '';
}

function fail(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(2);
}

function mark(isSo: boolean): string {
  return isSo ? 'yes' : 'NO';
}

function scoreTable(replayed: readonly Replayed[]): readonly string[] {
  const columns = ['SESSION', 'NAME', 'DISTINCT', 'SHORT', 'ABOUT', 'CLEAN', 'TASK'].map((title) => ({
    title,
  }));
  const each = scores(replayed);
  const rows = replayed.map(({ recording, name, answer }, at) => [
    recording.key,
    name,
    mark(each[at]?.isDistinct === true),
    mark(each[at]?.isShort === true),
    mark(each[at]?.isAboutTheWork === true),
    mark(each[at]?.isClean === true),
    answer?.task ?? '',
  ]);
  const sum = sums(each);
  const total = [sum.isDistinct, sum.isShort, sum.isAboutTheWork, sum.isClean].map(String);
  return table(columns, [...rows, [`of ${replayed.length}`, '', ...total, '']], 160).map(plainText);
}

const ask = askers[values.ask] ?? fail(`--ask takes ${Object.keys(askers).join(', ')}, not "${values.ask}".`);
const replayed = await replay(ask);
const isRecorded = values.ask === 'recorded';
const by = isRecorded ? `recorded (${known.by})` : values.model;
process.stdout.write(`${scoreTable(replayed).join('\n')}\n\nAnswered by ${by}, wording ${wording()}.\n`);
if (isRecorded && known.wording !== wording()) {
  process.stdout.write('The answers are not to this wording: --ask claude tells what it is worth.\n');
}
if (values.record && !isRecorded) {
  const answers = Object.fromEntries(replayed.map(({ recording, words }) => [recording.key, words]));
  const kept: Recorded = { by: values.model, wording: wording(), answers };
  writeFileSync(
    join(import.meta.dirname, '../test/naming/answers.json'),
    `${JSON.stringify(kept, null, 2)}\n`,
  );
}
