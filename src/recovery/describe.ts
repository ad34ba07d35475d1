import { numberLabel } from '../session/names.ts';
import type { Registry } from '../session/registry.ts';
import { harmless } from '../text/harmless.ts';
import { obstacleWords } from './obstacle-words.ts';
import { quoteForShell } from './shell-line.ts';
import type { Batch, Blocked, Plan, Resume, Step, WindowShape } from './steps.ts';

/** The plan in lines for people: what `--dry-run` prints. Harmless to print; indented lines belong to the one above. */
export function describePlan(plan: Plan, registry: Registry, nowMs: number): readonly string[] {
  const name = namer(registry);
  return [
    ...plan.batches.flatMap((batch) => describeBatch(batch, name)),
    ...plan.resumes.map((resume) => describeResume(resume, name)),
    ...plan.blocked.map((blocked) => describeBlocked(blocked, { name, nowMs, verb: 'not brought back' })),
    ...plan.leftOut.map((blocked) => describeBlocked(blocked, { name, nowMs, verb: 'left out' })),
  ];
}

type Namer = (session: string) => string;

function namer(registry: Registry): Namer {
  const labels = new Map<string, string>(
    [...registry.sessions.values()].map((session) => [session.id, numberLabel(session)]),
  );
  return (session) => labels.get(session) ?? session;
}

function describeBatch(batch: Batch, name: Namer): readonly string[] {
  const verb = batch.liveId === null ? 'create' : 'add to';
  const steps = batch.steps.flatMap((step) => describeStep(step, name));
  const what = batch.liveId?.startsWith('@') === true ? 'window' : 'tmux session';
  return [
    `${verb} ${what} "${harmless(batch.name)}" on ${harmless(batch.socketPath)}`,
    ...steps.map((each) => `  ${each}`),
  ];
}

function describeStep(step: Step, name: Namer): readonly string[] {
  switch (step.kind) {
    case 'create-window':
      return [`window ${step.index}${describeWindow(step.window, name)}`];
    case 'finish-window':
      return [`the panes that it lacks${describeWindow(step.window, name, step.made)}`];
    case 'split-window':
      return [`split ${step.windowId} in ${harmless(step.pane.cwd)}`];
    case 'link-window':
      return [`link a window to index ${step.index}`];
    case 'join-group':
      return ['share the windows of its group'];
    case 'focus':
      return [`select window ${step.index}`];
    // Nothing that a user would see.
    case 'open-session':
    case 'name-session':
    case 'mark-begun':
    case 'mark-rebuilt':
      return [];
    default:
      return step satisfies never;
  }
}

function describeWindow(window: WindowShape, name: Namer, from = 0): string {
  const title = window.name === null ? '' : ` "${harmless(window.name)}"`;
  const panes = window.panes.slice(from).map(({ launch, program, cwd }) => {
    if (launch !== null) return name(launch.session);
    return `${program === undefined ? 'shell' : harmless(program.join(' '))} in ${harmless(cwd)}`;
  });
  const flags = [window.isZoomed ? ' zoomed' : '', window.isSynchronized ? ' synchronized' : ''].join('');
  return `${title}${flags}: ${panes.join(', ')}`;
}

function describeResume(resume: Resume, name: Namer): string {
  const where = resume.pane.kind === 'standing' ? `in pane ${resume.pane.paneId}` : 'in its new pane';
  const directory = harmless(resume.launch.directory);
  switch (resume.how) {
    case 'start':
      return `resume ${name(resume.session)} ${where}: ${resume.launch.argv.map((word) => quoteForShell(harmless(word))).join(' ')} (in ${directory})`;
    case 'offer':
      return `offer ${name(resume.session)} ${where}`;
    case 'watch':
      return `wait for ${name(resume.session)} ${where}: it is being started`;
    default:
      return resume.how satisfies never;
  }
}

function describeBlocked(
  { session, obstacles }: Blocked,
  around: { readonly name: Namer; readonly nowMs: number; readonly verb: string },
): string {
  const why = obstacles.map((obstacle) => obstacleWords(obstacle, around.nowMs));
  return `${around.name(session)} ${around.verb}: ${why.join('; ')}`;
}
