import { parseHookInput } from '../../src/claude/hook-input.ts';
import { readStatusInput } from '../../src/claude/status-input.ts';
import type { Report } from '../../src/session/observe.ts';
import { recordedInputs } from '../claude/fixtures.ts';
import { sight, type Where } from './pieces.ts';

/** One recorded input of the real client as a report, with the start of its file name. */
export interface RecordedReport {
  readonly step: string;
  readonly report: Report;
}

/** What the real client sent in one session, in order, as reports from one process and pane. */
export function recordedReports(where: Where = {}): readonly RecordedReport[] {
  return recordedInputs.map(({ file, json }) => ({
    step: file.slice(0, -'.json'.length),
    report: file.includes('statusline') ? renderOf(json, where) : hookOf(json, where),
  }));
}

function hookOf(json: string, where: Where): Report {
  const input = parseHookInput(json, null);
  if (!input.ok) throw new Error(`A recorded hook was refused: ${input.failure.kind}`);
  return { kind: 'hook', input: input.value, sight: sight(where) };
}

function renderOf(json: string, where: Where): Report {
  const { session, sessionName, transcriptPath, model, workspace } = readStatusInput(json).value;
  if (session === null || workspace.currentDir === null || workspace.projectDir === null) {
    throw new Error('A recorded render lacks its session or directory.');
  }
  const changes = {
    cwd: workspace.currentDir,
    projectDir: workspace.projectDir,
    ...(transcriptPath !== null && { transcriptPath }),
    ...(model.id !== null && { modelId: model.id }),
    ...(model.name !== null && { modelName: model.name }),
  };
  const title = sessionName === null ? null : { text: sessionName, isGiven: false };
  return { kind: 'render', render: { session, title, changes }, sight: sight(where) };
}
