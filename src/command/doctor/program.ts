import { type Check, fine, problem } from './check.ts';

/** What runs. */
export interface ProgramFacts {
  readonly program: string;
  readonly node: string;
}

/** The oldest Node that has all that the program needs (the checksum of journal records came last). */
const oldestNode = [20, 15] as const;

/** Whether the program can run at all: nothing else can be looked at before this holds. Pure. */
export function isNodeNewEnough({ node }: Pick<ProgramFacts, 'node'>): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = oldestNode;
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Judges what runs. Pure. */
export function judgeProgram(facts: ProgramFacts): readonly Check[] {
  const words = `statusline ${facts.program} runs on Node ${facts.node}`;
  if (isNodeNewEnough(facts)) return [fine('program', words)];
  return [
    problem(
      'program',
      `${words}, which is too old: it needs ${oldestNode.join('.')} or newer`,
      'nvm install --lts',
    ),
  ];
}
