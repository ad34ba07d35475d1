import { aboutWords } from '../../recovery/about-words.ts';
import { reasonOf } from '../../recovery/candidate-view.ts';
import { choose, type Candidate } from '../../recovery/candidates.ts';
import type { RecoveryFacts } from '../../recovery/facts.ts';
import type { Launch } from '../../recovery/launch.ts';
import { weightOf } from '../../recovery/obstacle.ts';
import { obstacleWords } from '../../recovery/obstacle-words.ts';
import { placeLabel } from '../../recovery/place-label.ts';
import { launchOf } from '../../recovery/resume-command.ts';
import { standingPanes, type Standing } from '../../recovery/route.ts';
import { shellLine } from '../../recovery/shell-line.ts';
import { displayName } from '../../session/names.ts';
import { ago } from '../../text/quantities.ts';
import type { World } from '../../world.ts';
import { exit, printJson, printLines } from '../speech.ts';
import { sessionWords } from '../words.ts';

/** One session with the command that resumes it. */
interface Printed extends Pick<Launch, 'directory' | 'environment' | 'argv'> {
  readonly candidate: Candidate;
  readonly unset: readonly string[];
  readonly line: string;
}

/** A session that was asked for, and why its command is not printed. */
interface Withheld {
  readonly candidate: Candidate;
  readonly why: string;
}

/** Which sessions a printing is about. */
export interface Printing {
  /** Only those that sat in no tmux. */
  readonly outsideOnly: boolean;
  readonly json: boolean;
}

/**
 * `statusline recover --print`: the commands that resume the sessions, one a line on stdout and nothing else there,
 * so that they can be kept in a file. What they are about goes to stderr. Nothing is started.
 */
export function printCommands(world: World, facts: RecoveryFacts, printing: Printing): number {
  const { printed, withheld, others } = sorted(world, facts, printing);
  if (printing.json) {
    printJson(world, { commands: printed.map(commandView), withheld: withheld.map(withheldView) });
  } else {
    for (const each of printed) {
      world.output.err(`${aboutLine(each.candidate, facts.nowMs)}\n`);
      printLines(world, [each.line]);
    }
    for (const { candidate, why } of withheld) {
      world.output.err(`${sessionWords(candidate.session)} is left out: ${why}\n`);
    }
    if (printed.length === 0 && withheld.length === 0) world.output.err(`${nothingWords(others)}\n`);
  }
  return withheld.length === 0 ? exit.done : exit.failed;
}

function sorted(
  world: World,
  facts: RecoveryFacts,
  { outsideOnly }: Printing,
): { readonly printed: readonly Printed[]; readonly withheld: readonly Withheld[]; readonly others: number } {
  const { chosen, blocked, leftOut } = choose(facts);
  const isMeant = ({ session }: Candidate): boolean => !outsideOnly || session.place === null;
  const standing = standingPanes(facts);
  const all = chosen.map((candidate) => ({ candidate, why: whyStands(standing, candidate) }));
  const free = all.flatMap(({ candidate, why }) => (why === null ? [candidate] : []));
  const standingAlready = all.flatMap(({ candidate, why }) => (why === null ? [] : [{ candidate, why }]));
  const stopped = [...blocked, ...leftOut].map((candidate) => ({ candidate, why: whyNot(candidate, facts) }));
  return {
    printed: free.filter(isMeant).flatMap((candidate) => printedOf(world, facts, candidate) ?? []),
    withheld: [...standingAlready, ...stopped].filter(({ candidate }) => isMeant(candidate)),
    others: free.filter((candidate) => !isMeant(candidate)).length,
  };
}

/** A pane of ours has the session already: a second client must not join it. */
function whyStands({ bySession }: Standing, { session }: Candidate): string | null {
  const own = bySession.get(session.id);
  if (own === undefined) return null;
  const { id, standing } = own.pane;
  return standing.kind === 'offered'
    ? `pane ${id} waits for Enter to resume it`
    : `pane ${id} is resuming it`;
}

function whyNot({ obstacles }: Candidate, { nowMs }: RecoveryFacts): string {
  const inTheWay = obstacles.filter((obstacle) => weightOf(obstacle) !== 'notes');
  return inTheWay.map((obstacle) => obstacleWords(obstacle, nowMs)).join('; ');
}

function printedOf(world: World, facts: RecoveryFacts, candidate: Candidate): Printed | null {
  const launch = launchOf(facts, candidate.session);
  if (launch === null) return null;
  const { directory, environment, argv } = launch;
  // Whoever runs the line may have another configuration of the client than the session had.
  const isForeign =
    world.request.env['CLAUDE_CONFIG_DIR'] !== undefined && environment['CLAUDE_CONFIG_DIR'] === undefined;
  const parts = { directory, environment, argv, unset: isForeign ? ['CLAUDE_CONFIG_DIR'] : [] };
  return { candidate, ...parts, line: shellLine(parts) };
}

/** `C7 Archaeologist · fix the parser · server-lost 2h ago · main:2.1` */
function aboutLine({ session }: Candidate, nowMs: number): string {
  const parts = [
    ...aboutWords(session, displayName(session)),
    `${reasonOf(session)} ${ago(session.lastSeenAtMs, nowMs)}`,
    session.place === null ? 'outside tmux' : placeLabel(session),
  ];
  return parts.join(' · ');
}

function nothingWords(others: number): string {
  if (others === 0) return 'Nothing is lost that could come back.';
  const them = others === 1 ? 'the one' : `the ${others}`;
  return `Nothing lost sat outside tmux. \`statusline recover all\` brings back ${them} in tmux; \`recover --print all\` prints the commands.`;
}

function commandView({ candidate, directory, environment, unset, argv, line }: Printed): object {
  const { session } = candidate;
  return {
    session_id: session.id,
    process_number: session.number,
    name: displayName(session),
    directory,
    environment,
    unset,
    argv,
    line,
  };
}

function withheldView({ candidate: { session }, why }: Withheld): object {
  return { session_id: session.id, process_number: session.number, name: displayName(session), detail: why };
}
